import type { Clock } from '../../common/time.ts';
import { isPassing } from '../failure.ts';
import type { RecordsApi } from '../records.ts';
import { absenceOf, type Absence } from './absence.ts';
import type { ArchivedFile, Content, MissingPart } from './archiveIndex.ts';
import { Incomplete, receiveContent, type Expected } from './download.ts';
import type { ArchiveFolder } from './folder.ts';
import type { Ledger } from './ledger.ts';
import type { Pace } from '../commonPace.ts';
import type { ServiceFile, ServiceFiles } from './serviceFiles.ts';

export interface FileStoreParts {
  readonly records: RecordsApi;
  readonly folder: ArchiveFolder;
  readonly ledger: Ledger;
  readonly files: ServiceFiles;
  readonly pace: Pace;
  readonly clock: Clock;
  /** The service in words, for messages. */
  readonly service: string;
  readonly signal: AbortSignal;
  /** Hears of the number of bytes that have come. */
  readonly onBytes: (bytes: number) => void;
}

/** Where the content of a file is, or why it could not be had. */
export type Obtained = { readonly path: string } | Absence;

/** Tries of a file whose size is not what the service says. */
const triesOfIncomplete = 3;

/** The service's files in the archive: each is fetched once, each content kept once. */
export class FileStore {
  readonly #parts: FileStoreParts;
  readonly #had: Map<string, ArchivedFile>;
  readonly #absent: Map<string, Absence>;
  readonly #asked = new Map<string, Promise<Obtained>>();
  #fetched = 0;
  /** Places where a part of a file is. */
  readonly unfinished = new Set<string>();
  /** One at a time, so that two equal contents meet. */
  #placing: Promise<unknown> = Promise.resolve();

  /** `had` is here from an earlier run, `absent` need not be asked for again. */
  constructor(parts: FileStoreParts, had: readonly ArchivedFile[], absent: ReadonlyMap<string, Absence>) {
    this.#parts = parts;
    this.#had = new Map(had.map((file) => [file.id, file]));
    this.#absent = new Map(absent);
  }

  /** How many were fetched by this run. */
  get fetched(): number {
    return this.#fetched;
  }

  /** Those that are here. */
  list(): readonly ArchivedFile[] {
    return Array.from(this.#had.values());
  }

  /** Puts a file of the service in its place. Several who want the same one wait for each other. */
  obtain(id: string, place: string, part: MissingPart): Promise<Obtained> {
    const before = this.#asked.get(id) ?? Promise.resolve();
    const obtained = before.then(() => this.#obtain(id, place, part));
    this.#asked.set(id, obtained);
    return obtained;
  }

  async #obtain(id: string, place: string, part: MissingPart): Promise<Obtained> {
    const had = this.#had.get(id);
    const content = had && (await this.#parts.ledger.find(had.path));
    if (had && content) return { path: await this.#link(had.path, place, content) };
    const known = this.#absent.get(id);
    if (known) return known;
    const found = await this.#fetch(id, place, part);
    if ('path' in found) return found;
    this.#absent.set(id, found);
    return found;
  }

  async #fetch(id: string, place: string, part: MissingPart): Promise<Obtained> {
    const { files, ledger } = this.#parts;
    const file = await files.find(id);
    if ('reason' in file) return file;
    const { name, purpose, bytes } = file;
    const expected = { bytes, isResult: part === 'results' };
    // Under its own name there is only what came whole, before the last run ended without a word.
    const there = await ledger.find(place);
    const isThere = there && (expected.isResult || bytes === undefined || bytes === there.bytes);
    try {
      const path = isThere ? place : await this.#download(id, place, expected);
      this.#had.set(id, { id, name, purpose, path });
      return { path };
    } catch (error) {
      this.unfinished.add(place);
      if (error instanceof Incomplete) return { reason: 'incomplete' };
      const absence = absenceOf(error);
      if (!absence) throw error;
      return this.#isOver(file) ? { ...absence, reason: 'expired' } : absence;
    }
  }

  #isOver({ expiresAt }: ServiceFile): boolean {
    return expiresAt !== undefined && expiresAt <= this.#parts.clock.now();
  }

  async #download(id: string, place: string, expected: Expected): Promise<string> {
    const { pace } = this.#parts;
    let tries = 0;
    const mayPass = (error: unknown): boolean =>
      error instanceof Incomplete ? ++tries < triesOfIncomplete : isPassing(error);
    return pace.ask(() => this.#receive(id, place, expected), mayPass);
  }

  async #receive(id: string, place: string, expected: Expected): Promise<string> {
    const { folder } = this.#parts;
    const receiving = await folder.receive(place);
    try {
      await receiveContent(id, receiving, expected, this.#parts);
      const content = await receiving.seal();
      this.#fetched++;
      return await this.#oneAtATime(async () => {
        const { ledger } = this.#parts;
        const home = await ledger.home(content.sha256);
        if (home !== undefined && home !== place) return this.#link(home, place, content);
        await receiving.keep();
        ledger.add(place, content);
        return place;
      });
    } finally {
      await receiving.close();
    }
  }

  /** Has the content in this place too; gives the place that has it where there are no links. */
  async #link(home: string, place: string, content: Content): Promise<string> {
    const { folder, ledger } = this.#parts;
    if (home === place || (await ledger.find(place))?.sha256 === content.sha256) return place;
    if (!(await folder.link(home, place))) return home;
    ledger.add(place, content);
    return place;
  }

  async #oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#placing.then(work, work);
    this.#placing = done.catch(() => undefined);
    return done;
  }
}
