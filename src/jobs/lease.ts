import { isObject } from '../common/json.ts';
import type { Clock } from '../common/time.ts';
import type { SharedFolder } from './folder.ts';
import type { ConnectionState } from './store.ts';

/** What the window that asks a service for all of them tells the others. Times are milliseconds since 1970. */
export interface Lease {
  /** The window, by a random text: a process id may be somebody else's by now. */
  readonly holder: string;
  readonly lookedAt: number;
  /** Whoever has not been heard of by then is gone. */
  readonly until: number;
  readonly state: ConnectionState;
  /** Changes with the snapshot of the jobs; '' where there is none yet. */
  readonly revision: string;
}

/** What a look may take beyond the time that was said: a request has 30 seconds. */
const grace = 30_000;

interface LeaseParts {
  readonly folder: SharedFolder;
  /** Name of the file. */
  readonly file: string;
  readonly holder: string;
  readonly clock: Clock;
}

/**
 * Says which of a person's windows asks a service: the one that holds this file. It names its next look; when that does not
 * come, another window takes the file over. Two windows may take an old one over in the same moment and both look once.
 */
export class LookLease {
  readonly #parts: LeaseParts;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
  }

  /**
   * The lease of another window that has looked less than `maxAge` milliseconds ago; undefined where it is this window's
   * turn, which then holds the lease.
   */
  async take(maxAge: number): Promise<Lease | undefined> {
    const { folder, file, holder, clock } = this.#parts;
    const text = await folder.read(file);
    const known = readLease(text);
    const now = clock.now();
    if (known && this.#isOfAnother(known) && now - known.lookedAt < maxAge) return known;
    if (known?.holder === holder) return undefined;
    const mine: Lease = { holder, lookedAt: now, until: now + grace, state: { type: 'unknown' }, revision: '' };
    if (text === undefined) await folder.create(file, JSON.stringify(mine));
    else await folder.replace(file, JSON.stringify(mine));
    const taken = readLease(await folder.read(file));
    return taken && this.#isOfAnother(taken) ? taken : undefined;
  }

  /** Tells how the last look went and when the next one will be, in milliseconds from now. */
  async renew(news: Pick<Lease, 'state' | 'revision'>, next: number): Promise<void> {
    const { folder, file, holder, clock } = this.#parts;
    const known = readLease(await folder.read(file));
    if (known && this.#isOfAnother(known)) return;
    const now = clock.now();
    await folder.replace(file, JSON.stringify({ ...news, holder, lookedAt: now, until: now + next + grace }));
  }

  /** Lets another window take its turn at once. */
  async release(): Promise<void> {
    const { folder, file, holder } = this.#parts;
    if (readLease(await folder.read(file))?.holder === holder) await folder.remove(file);
  }

  /** A lease from the future was made before the clock was set back, and would last too long. */
  #isOfAnother({ holder, lookedAt, until }: Lease): boolean {
    const now = this.#parts.clock.now();
    return holder !== this.#parts.holder && lookedAt - grace <= now && now <= until;
  }
}

/** Undefined for what is no lease: the file may be of another version. */
function readLease(text: string | undefined): Lease | undefined {
  try {
    const lease: unknown = JSON.parse(text ?? '');
    if (!isObject(lease) || !isObject(lease['state'])) return undefined;
    const texts = [lease['holder'], lease['revision'], lease['state']['type']];
    const times = [lease['lookedAt'], lease['until']];
    const isWhole = texts.every((part) => typeof part === 'string') && times.every((part) => typeof part === 'number');
    return isWhole ? (lease as unknown as Lease) : undefined;
  } catch {
    return undefined;
  }
}
