import { isObject } from '../../common/json.ts';
import { failureOf } from '../serviceErrors.ts';
import type { RecordsApi } from '../records.ts';
import { inOneLine } from '../records.ts';
import { absenceOf, type Absence } from './absence.ts';
import { pretty } from './jsonText.ts';
import type { Ledger } from './ledger.ts';
import type { ArchiveFolder } from './folder.ts';
import { keyOf, listAll } from './listAll.ts';
import type { Pace } from '../commonPace.ts';

interface Parts {
  readonly records: RecordsApi;
  readonly folder: ArchiveFolder;
  readonly ledger: Ledger;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

type ListName = 'events' | 'checkpoints';

/** Events and checkpoints of jobs. A service that does not offer them is asked once. */
export class JobRecords {
  readonly #parts: Parts;
  readonly #lacking = new Map<ListName, Absence>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** What the service was found not to offer. */
  get lacking(): ReadonlyMap<ListName, Absence> {
    return this.#lacking;
  }

  /**
   * Writes the events that are not in the file yet, oldest first, as they came; newer ones are asked for until a known one.
   * Says why where the service gives none.
   */
  events(job: string, path: string): Promise<Absence | undefined> {
    return this.#unlessLacking('events', job, async () => {
      const { folder, ledger } = this.#parts;
      const text = (await ledger.find(path)) ? ((await folder.read(path)) ?? '') : '';
      const known = text.split('\n').filter((line) => line !== '');
      const added = await this.#newEvents(job, known.map(keyOf));
      await ledger.write(path, [...known, ...added].map((line) => `${line}\n`).join(''));
    });
  }

  checkpoints(job: string, path: string): Promise<Absence | undefined> {
    return this.#unlessLacking('checkpoints', job, async () => {
      const found: string[] = [];
      for await (const record of listAll({ type: 'checkpoints', job }, this.#parts)) found.push(record);
      await this.#parts.ledger.write(path, pretty(`[${found.join(',')}]`));
    });
  }

  /** `known` are the keys of those in the file, oldest first. */
  async #newEvents(job: string, known: readonly string[]): Promise<readonly string[]> {
    const [keys, oldest, newest] = [new Set(known), known[0], known.at(-1)];
    const found: string[] = [];
    let isOldestSeen = false;
    for await (const record of listAll({ type: 'events', job }, this.#parts)) {
      const line = inOneLine(record);
      const key = keyOf(line);
      if (!keys.has(key)) found.push(line);
      else if (key === oldest) isOldestSeen = true;
      // Services send the newest first, and all after a known one is known; of one that does not, all is looked at.
      else if (key === newest && !isOldestSeen) break;
    }
    return areOldestFirst(found) ? found : found.toReversed();
  }

  async #unlessLacking(name: ListName, job: string, work: () => Promise<void>): Promise<Absence | undefined> {
    const lacking = this.#lacking.get(name);
    if (lacking) return lacking;
    try {
      await work();
      return undefined;
    } catch (error) {
      const absence = absenceOf(error);
      if (!absence) throw error;
      const isUnsupported = absence.reason === 'unsupported' || (absence.status === 404 && (await this.#isKnown(job)));
      if (!isUnsupported) return absence;
      const unsupported = { ...absence, reason: 'unsupported' } as const;
      this.#lacking.set(name, unsupported);
      return unsupported;
    }
  }

  /** A job that is known has no events because the service has none of any. */
  async #isKnown(job: string): Promise<boolean> {
    const { records, pace, signal } = this.#parts;
    try {
      await pace.ask(() => records.job(job, signal));
      return true;
    } catch (error) {
      if (failureOf(error)?.status !== 404) throw error;
      return false;
    }
  }
}

function areOldestFirst(records: readonly string[]): boolean {
  const [first, last] = [records[0], records.at(-1)].map((record) => {
    const value: unknown = record === undefined ? undefined : JSON.parse(record);
    const time = isObject(value) ? value.created_at : undefined;
    return typeof time === 'string' ? Date.parse(time) : Number(time);
  });
  return first !== undefined && last !== undefined && first < last;
}
