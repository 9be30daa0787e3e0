import { isObject } from '../../common/json.ts';
import type { TextFolder } from '../folder.ts';
import type { LaunchRequest } from '../request.ts';
import type { FormerJob } from './movingJob.ts';

/** A local file as it was when it was checked; it is sent only if it still is. */
export interface QueuedFile {
  readonly path: string;
  /** At the service. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** A launch that a person has agreed to and that waits for its turn. */
export interface QueuedLaunch {
  /** Sorts in the order in which they were added. */
  readonly id: string;
  /** The client's token of the launch, so that it is known again whatever happens. */
  readonly token: string;
  readonly connection: string;
  /** What a person calls the job. */
  readonly name: string;
  readonly request: LaunchRequest;
  readonly training: QueuedFile;
  readonly validation?: QueuedFile | undefined;
  /** Where the same work was done before. */
  readonly from: FormerJob;
}

/** What became of one. */
export type QueuedOutcome =
  | { readonly type: 'launched'; readonly job: string }
  | { readonly type: 'failed'; readonly reason: string }
  /** The person did not want it any more. */
  | { readonly type: 'cancelled' };

/**
 * The launches that wait, over all windows and restarts: each is a file that is created exclusively (`ID.queued`), and so is
 * what became of it (`ID.ended`).
 */
export class LaunchQueue {
  readonly #folder: TextFolder;

  constructor(folder: TextFolder) {
    this.#folder = folder;
  }

  /** Puts launches at the end, in this order. `now` is in milliseconds, `newToken` gives texts that nobody else has. */
  async add(
    launches: readonly Omit<QueuedLaunch, 'id' | 'token'>[],
    now: number,
    newToken: () => string,
  ): Promise<readonly QueuedLaunch[]> {
    const added: QueuedLaunch[] = [];
    for (const [index, launch] of launches.entries()) {
      const token = newToken();
      const entry = { ...launch, id: `${padded(now, 15)}-${padded(index, 4)}-${token}`, token };
      await this.#folder.create(`${entry.id}.queued`, JSON.stringify(entry));
      added.push(entry);
    }
    return added;
  }

  /** Those that nothing has become of yet, the first one first. */
  async waiting(): Promise<readonly QueuedLaunch[]> {
    const names = await this.#folder.names();
    const ids = names.filter((name) => name.endsWith('.queued')).map((name) => name.slice(0, -'.queued'.length));
    const open = ids.filter((id) => !names.includes(`${id}.ended`)).sort();
    const entries = await Promise.all(open.map((id) => this.#read(`${id}.queued`)));
    return entries.filter((entry) => entry !== undefined) as unknown as readonly QueuedLaunch[];
  }

  /** Says what became of a launch; the first word on it holds. */
  async end({ id }: QueuedLaunch, outcome: QueuedOutcome): Promise<void> {
    await this.#folder.create(`${id}.ended`, JSON.stringify(outcome));
  }

  /** Undefined while it waits. */
  async outcomeOf({ id }: QueuedLaunch): Promise<QueuedOutcome | undefined> {
    return (await this.#read(`${id}.ended`)) as QueuedOutcome | undefined;
  }

  /** Has a launch wait again that failed or was cancelled. Its token stays the same: what it may have created is found. */
  async retry({ id }: QueuedLaunch): Promise<void> {
    await this.#folder.remove(`${id}.ended`);
  }

  /** Drops launches whose outcome has been told. */
  async forget(entries: readonly QueuedLaunch[]): Promise<void> {
    for (const { id } of entries) {
      await this.#folder.remove(`${id}.queued`);
      await this.#folder.remove(`${id}.ended`);
    }
  }

  async #read(name: string): Promise<Record<string, unknown> | undefined> {
    const text = await this.#folder.read(name);
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  }
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');
