import { toDisposable, type Disposable } from '../../src/common/disposable.ts';
import { silentLogger } from '../../src/common/logger.ts';
import type { Clock } from '../../src/common/time.ts';
import type { JobsApi } from '../../src/jobs/api.ts';
import type { TextFolder } from '../../src/jobs/folder.ts';
import { LaunchJournal } from '../../src/jobs/journal.ts';
import type { Launch, LaunchDoubt, LaunchParts, LaunchProgress, Processes } from '../../src/jobs/launchParts.ts';
import type { CheckedFile } from '../../src/jobs/upload.ts';
import { UploadedFiles } from '../../src/jobs/uploadedFiles.ts';

/** Milliseconds: longer waits are limits, which are not reached by hurrying. */
const limitDelay = 60_000;

/** A clock on which all waiting is over at once: it goes on to the next timer as soon as nothing else is to be done. */
export class HurriedClock implements Clock {
  #now: number;
  #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  constructor(start = 1_000_000) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): Disposable {
    if (delay > limitDelay) return toDisposable(() => undefined);
    const timer = { at: this.#now + delay, callback };
    this.#timers.add(timer);
    setImmediate(() => this.#next());
    return toDisposable(() => this.#timers.delete(timer));
  }

  #next(): void {
    const [first] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (!first) return;
    this.#timers.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.callback();
  }
}

/** A folder in memory, with what all windows see. */
export class MemoryFolder implements TextFolder {
  readonly files = new Map<string, string>();

  async create(name: string, text: string): Promise<boolean> {
    if (this.files.has(name)) return false;
    this.files.set(name, text);
    return true;
  }
  async read(name: string): Promise<string | undefined> {
    return this.files.get(name);
  }
  async remove(name: string): Promise<void> {
    this.files.delete(name);
  }
  async names(): Promise<readonly string[]> {
    return [...this.files.keys()];
  }
}

export function aCheckedFile(fields: Partial<CheckedFile> = {}): CheckedFile {
  const text = '{}\n';
  const open = async (): Promise<Blob> => new Blob([text]);
  return { name: 'train.jsonl', path: '/data/train.jsonl', size: text.length, sha256: 'aa', open, ...fields };
}

export function aLaunch(fields: Partial<Launch> = {}): Launch {
  return { request: { model: 'baseline-1' }, training: aCheckedFile(), ...fields };
}

/** A process, and others of which those that are named have ended. */
export function aProcess(own = 'here', gone: readonly string[] = []): Processes {
  return { own, isGone: (process) => gone.includes(process) };
}

let tokens = 0;

/** All that a launch needs; `doubts`, `steps` and `refused` tell what it asked, went through and was told. */
export function launchParts(
  api: JobsApi,
  fields: Partial<LaunchParts> & { readonly folder?: TextFolder } = {},
): LaunchParts & { readonly doubts: LaunchDoubt[]; readonly steps: LaunchProgress[]; readonly refused: string[] } {
  const { folder = new MemoryFolder(), ...rest } = fields;
  const doubts: LaunchDoubt[] = [];
  const steps: LaunchProgress[] = [];
  const refused: string[] = [];
  return {
    connection: 'fake',
    api,
    journal: new LaunchJournal(folder),
    uploaded: new UploadedFiles(folder),
    clock: new HurriedClock(),
    random: () => 0.5,
    signal: new AbortController().signal,
    log: silentLogger,
    newToken: () => `token-${++tokens}`,
    onProgress: (progress) => steps.push(progress),
    processes: aProcess(),
    onRefused: ({ path }, words) => refused.push(`${path}: ${words}`),
    ask: async (doubt) => (doubts.push(doubt) > 0 ? 'send' : 'leave'),
    doubts,
    steps,
    refused,
    ...rest,
  };
}
