import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serverProgram } from './programs.ts';
import { TestClient, testKey, type FakePlan } from './serverHarness.ts';

const engine = fileURLToPath(new URL('serverFakeEngine.mjs', import.meta.url));

/** A server that is a process of its own, with the fake engine and the test's key. */
export class ServerProcess extends TestClient {
  readonly child: ChildProcess;

  constructor(child: ChildProcess, url: string) {
    super(url);
    this.child = child;
  }

  /** Resolves with the exit code, or the signal that ended it. */
  async end(signal?: NodeJS.Signals): Promise<number | string> {
    const hasEnded = this.child.exitCode !== null || this.child.signalCode !== null;
    const closed = hasEnded ? undefined : once(this.child, 'close');
    if (signal) this.child.kill(signal);
    await closed;
    return this.child.exitCode ?? this.child.signalCode ?? '';
  }
}

/** Runs the words after it with files of at most two megabytes, as a full disk would. */
export const smallFiles = ['sh', '-c', 'ulimit -f 4096; exec "$0" "$@"'];

/**
 * Starts the program, by `prefix` if given; resolves when it is ready. Rejects with what it said when it ends before.
 */
export async function startProgram(
  folder: string,
  plan: FakePlan,
  engineFile = engine,
  prefix: readonly string[] = [],
): Promise<ServerProcess> {
  const words = [...prefix, process.execPath, serverProgram, '--data', folder, '--baseline', engineFile];
  const child = spawn(words[0] ?? '', words.slice(1), {
    env: { ...process.env, FINETUNE_API_KEY: testKey, FAKE_ENGINE_PLAN: JSON.stringify(plan) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const url = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
    if (url) return new ServerProcess(child, url);
  }
  throw new Error(`the server ended: ${said.join('\n')}`);
}
