import { toDisposable, type Disposable } from '../../src/common/disposable.ts';
import { silentLogger } from '../../src/common/logger.ts';
import type { Clock } from '../../src/common/time.ts';
import type { JobsApi } from '../../src/jobs/api.ts';
import type { TextFolder } from '../../src/jobs/folder.ts';
import { LaunchJournal } from '../../src/jobs/journal.ts';
import type { Launch, LaunchDoubt, LaunchParts, LaunchProgress } from '../../src/jobs/launch.ts';
import type { CheckedFile } from '../../src/jobs/upload.ts';
import { UploadedFiles } from '../../src/jobs/uploadedFiles.ts';

/** Milliseconds: longer waits are limits, which are not reached by hurrying. */
const limitDelay = 60_000;

/** A clock on which all waiting is over at once: it goes on to the next timer as soon as nothing else is to be done. */
export class HurriedClock implements Clock {
  #now = 1_000_000;
  #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

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

let tokens = 0;

/** All that a launch needs; `doubts` and `steps` tell what it asked and went through. */
export function launchParts(
  api: JobsApi,
  fields: Partial<LaunchParts> & { readonly folder?: TextFolder } = {},
): LaunchParts & { readonly doubts: LaunchDoubt[]; readonly steps: LaunchProgress[] } {
  const { folder = new MemoryFolder(), ...rest } = fields;
  const doubts: LaunchDoubt[] = [];
  const steps: LaunchProgress[] = [];
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
    ask: async (doubt) => doubts.push(doubt) > 0,
    doubts,
    steps,
    ...rest,
  };
}
