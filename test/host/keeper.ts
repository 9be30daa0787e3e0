import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A line that the keeper's process reads: what to end or remove. */
export type KeeperEntry = { readonly group: number } | { readonly localServer: string } | { readonly folder: string };

/**
 * Owns processes and temporary folders: {@link Keeper.end} ends and removes them all, and so does the death of this process,
 * even by SIGKILL. A process that a child starts detached, in a group of its own, is not touched.
 */
export class Keeper {
  readonly #process: ChildProcess;
  #ended: Promise<void> | undefined;

  constructor() {
    const program = join(import.meta.dirname, 'keeperProcess.ts');
    this.#process = spawn(process.execPath, [program], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
    // Whoever forgets to end it may go all the same: that ends it.
    this.#process.unref();
    (this.#process.stdin as Socket | null)?.unref();
    // A keeper that dies first is noticed by `end`; writing to it must not take this process down.
    this.#process.stdin?.on('error', () => {});
  }

  /** Starts a program in a process group of its own that ends with this keeper. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
    if (child.pid !== undefined) this.#write({ group: child.pid });
    return child;
  }

  /** A new temporary folder that goes with this keeper. */
  async temporaryFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'finetune-vscode-'));
    this.#write({ folder });
    return folder;
  }

  /** The local fine-tuning server of that data folder, which VS Code starts detached, is stopped with this keeper. */
  ownLocalServer(dataFolder: string): void {
    this.#write({ localServer: dataFolder });
  }

  /** Ends everything; resolves when it is gone. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.ref();
    const exited = once(this.#process, 'exit');
    this.#process.stdin?.end();
    await exited;
  }

  #write(entry: KeeperEntry): void {
    this.#process.stdin?.write(`${JSON.stringify(entry)}\n`);
  }
}
