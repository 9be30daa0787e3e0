import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(import.meta.resolve('@stoplight/prism-cli/dist/index.js'));

/** Prism as a validating proxy before a server, on a free port of this machine. */
export class Prism {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Resolves when it listens. Rejects with what it said when it ends before. */
  static async start(description: string, upstream: string): Promise<Prism> {
    const args = ['proxy', description, upstream, '--host', '127.0.0.1', '--port', '0'];
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      const url = /listening on (http:\S+)/.exec(line)?.[1];
      if (url === undefined) continue;
      child.stdout.resume();
      return new Prism(url, child);
    }
    throw new Error(`Prism ended: ${said.join('\n')}`);
  }

  async stop(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}
