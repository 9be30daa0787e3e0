import { createHash } from 'node:crypto';
import type { PageOptions } from '../../src/jobs/api.ts';
import type { Content } from '../../src/jobs/archive/archiveIndex.ts';
import type { ArchiveFolder, Receiving } from '../../src/jobs/archive/folder.ts';
import type { FileBytes, RecordPage, RecordsApi, RecordsOf } from '../../src/jobs/records.ts';
import { serviceError } from '../../src/jobs/serviceErrors.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What goes wrong with a request like `content file-1`: an error, or the content cut after so many bytes. */
export type RecordTrouble =
  { readonly status: number; readonly retryAfter?: number; readonly message?: string } | { readonly cutAfter: number };

const chunkSize = 4;

/** The records of a service, held in memory. Lists are served newest first, as they are held; requests are kept. */
export class FakeRecords implements RecordsApi {
  jobs: (Fields | null)[] = [];
  events = new Map<string, readonly Fields[]>();
  checkpoints = new Map<string, readonly Fields[]>();
  /** Content by id; its record says its size unless {@link fileFields} say otherwise. */
  files = new Map<string, string>();
  fileFields = new Map<string, Fields>();
  models: readonly Fields[] = [];
  /** Most records of a page. */
  pageLimit = 100;
  canResume = true;
  readonly requests: string[] = [];
  readonly #troubles: { readonly pattern: RegExp; readonly trouble: RecordTrouble; left: number }[] = [];
  open = 0;
  mostOpen = 0;

  /** Makes the next requests that fit go wrong. */
  trouble(pattern: RegExp, trouble: RecordTrouble, times = Number.POSITIVE_INFINITY): void {
    this.#troubles.push({ pattern, trouble, left: times });
  }

  calm(): void {
    this.#troubles.length = 0;
  }

  /** Requests that came since they were last taken, without pages of lists. */
  taken(): readonly string[] {
    return this.requests.splice(0);
  }

  #take(request: string): RecordTrouble | undefined {
    this.requests.push(request);
    const found = this.#troubles.find(({ pattern, left }) => left > 0 && pattern.test(request));
    if (found) found.left--;
    if (found && 'status' in found.trouble) throw refused(found.trouble);
    return found?.trouble;
  }

  async #asked<T>(request: string, answer: () => T): Promise<T> {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    try {
      await new Promise(setImmediate);
      this.#take(request);
      return answer();
    } finally {
      this.open--;
    }
  }

  page(of: RecordsOf, { after, limit = 20 }: PageOptions = {}): Promise<RecordPage> {
    const named = 'job' in of ? ` ${of.job}` : '';
    return this.#asked(`${of.type}${named}${after === undefined ? '' : ` after ${after}`}`, () => {
      const all = this.#list(of);
      const start = after === undefined ? 0 : all.findIndex((each) => each?.['id'] === after) + 1;
      const end = start + Math.min(limit, this.pageLimit);
      return { records: all.slice(start, end).map((each) => JSON.stringify(each)), hasMore: end < all.length };
    });
  }

  #list(of: RecordsOf): readonly (Fields | null)[] {
    switch (of.type) {
      case 'jobs':
        return this.jobs;
      case 'models':
        return this.models;
      case 'events':
      case 'checkpoints':
        return (this[of.type].get(of.job) ?? []).toReversed();
      case 'files':
        return Array.from(this.files.keys(), (id) => this.#file(id)).filter(({ purpose }) => purpose === of.purpose);
    }
  }

  #file(id: string): Fields {
    const content = this.files.get(id);
    if (content === undefined) throw refused({ status: 404 });
    const bytes = Buffer.byteLength(content);
    return { id, object: 'file', bytes, filename: `${id}.jsonl`, purpose: 'fine-tune', ...this.fileFields.get(id) };
  }

  job(id: string): Promise<string> {
    return this.#asked(`job ${id}`, () => {
      const found = this.jobs.find((job) => job?.['id'] === id);
      if (!found) throw refused({ status: 404 });
      return JSON.stringify(found);
    });
  }

  file(id: string): Promise<string> {
    return this.#asked(`file ${id}`, () => JSON.stringify(this.#file(id)));
  }

  async content(id: string, from: number): Promise<FileBytes> {
    const trouble = this.#take(`content ${id}${from > 0 ? ` from ${from}` : ''}`);
    const content = this.files.get(id);
    if (content === undefined) throw refused({ status: 404 });
    const start = this.canResume ? from : 0;
    const bytes = Buffer.from(content).subarray(start);
    const cut = trouble && 'cutAfter' in trouble ? trouble.cutAfter : undefined;
    return { start, length: undefined, chunks: this.#chunks(bytes.subarray(0, cut)) };
  }

  async *#chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    try {
      for (let at = 0; at < bytes.length; at += chunkSize) {
        await new Promise(setImmediate);
        yield bytes.subarray(at, at + chunkSize);
      }
    } finally {
      this.open--;
    }
  }
}

function refused({ status, retryAfter, message }: Extract<RecordTrouble, { status: number }>): Error {
  return serviceError('Acme', { status, message: message ?? `status ${status}`, retryAfter });
}

/** The folder of an archive, in memory. A file is its own object, so that links can be told from copies. */
export class MemoryArchive implements ArchiveFolder {
  readonly files = new Map<string, { bytes: Buffer }>();
  canLink = true;
  /** Paths that were written, in order. */
  readonly writes: string[] = [];

  text(path: string): string | undefined {
    return this.files.get(path)?.bytes.toString();
  }

  put(path: string, text: string): void {
    this.files.set(path, { bytes: Buffer.from(text) });
  }

  /** The same files, as a disk has them when its process is gone. */
  copy(): MemoryArchive {
    const copy = new MemoryArchive();
    for (const [path, { bytes }] of this.files) copy.files.set(path, { bytes });
    return copy;
  }

  async list(): Promise<readonly string[]> {
    return [...this.files.keys()];
  }
  async size(path: string): Promise<number | undefined> {
    return this.files.get(path)?.bytes.length;
  }
  async read(path: string): Promise<string | undefined> {
    return this.text(path);
  }
  async write(path: string, text: string): Promise<Content> {
    this.put(path, text);
    this.writes.push(path);
    return contentOf(Buffer.from(text));
  }
  async hash(path: string): Promise<Content | undefined> {
    const file = this.files.get(path);
    return file && contentOf(file.bytes);
  }
  async link(from: string, to: string): Promise<boolean> {
    const file = this.files.get(from);
    if (!file || !this.canLink) return false;
    this.files.set(to, file);
    return true;
  }
  async remove(path: string): Promise<void> {
    this.files.delete(path);
  }
  async receive(path: string): Promise<Receiving> {
    const part = `${path}.part`;
    const file = this.files.get(part) ?? { bytes: Buffer.alloc(0) };
    this.files.set(part, file);
    return {
      kept: file.bytes.length,
      restart: async () => void (file.bytes = Buffer.alloc(0)),
      write: async (chunk) => void (file.bytes = Buffer.concat([file.bytes, chunk])),
      seal: async () => contentOf(file.bytes),
      keep: async () => {
        this.files.set(path, file);
        this.files.delete(part);
        this.writes.push(path);
      },
      close: async () => undefined,
    };
  }
}

export function contentOf(bytes: Uint8Array): Content {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
