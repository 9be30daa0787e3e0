import { isObject } from '../../common/json.ts';
import type { TextFolder } from '../folder.ts';
import type { FormerJob } from '../journal.ts';
import type { LaunchRequest } from '../request.ts';

/** A file as it was when it was checked; it is sent only if it still is. */
export interface QueuedFile {
  /** Of this machine, or a URI. */
  readonly path: string;
  /** At the service. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
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

  /** Has a launch wait again that failed or was cancelled. Its token stays the same: what it may have created is found. */
  async retry(entry: QueuedLaunch): Promise<void> {
    await this.#folder.create(`${entry.id}.queued`, JSON.stringify(entry));
    await this.#folder.remove(`${entry.id}.ended`);
  }

  /** Drops launches that came to their end. */
  async tidy(): Promise<void> {
    const names = await this.#folder.names();
    for (const name of names.filter((each) => each.endsWith('.ended'))) {
      await this.#folder.remove(name.replace(/ended$/, 'queued'));
      await this.#folder.remove(name);
    }
  }

  async #read(name: string): Promise<Record<string, unknown> | undefined> {
    const text = await this.#folder.read(name);
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  }
}

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');
