import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { EngineSpec } from './engines.ts';

export interface EngineExit {
  /** Null when a signal ended it or it could not be started. */
  readonly code: number | null;
  /** `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly reason: string;
}

export interface EngineListener {
  /** One JSON value a line of stdout. Lines that are none are told to `onText`. */
  onMessage(message: unknown): void;
  /** A line of stderr, for the log. */
  onText(line: string): void;
}

/** Longest line of stderr that is passed on, in UTF-16 units. */
const maxTextLength = 2000;

/** A running engine. */
export class EngineProcess {
  /** When it has ended and everything it wrote has been told. Never rejects. */
  readonly exited: Promise<EngineExit>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(spec: EngineSpec, args: readonly string[], listener: EngineListener) {
    const [program = '', ...first] = spec.command;
    this.#child = spawn(program, [...first, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: engineEnvironment(process.env),
      windowsHide: true,
      // Ctrl+C in a terminal reaches the server's whole process group; the engine must live to save its state.
      detached: process.platform !== 'win32',
    });
    // The engine may be gone when something is written to it; its exit tells that.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout, crlfDelay: Infinity }).on('line', (line) => {
      const message = parseLine(line);
      if (message === undefined) listener.onText('(a line on stdout that is not JSON was ignored)');
      else listener.onMessage(message);
    });
    createInterface({ input: this.#child.stderr }).on('line', (line) => listener.onText(line.slice(0, maxTextLength)));
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (error) =>
        resolve({ code: null, reason: `it could not be started: ${error.message}` }),
      );
      this.#child.once('close', (code, signal) => {
        resolve({ code, reason: code === null ? `signal ${signal}` : `exit code ${code}` });
      });
    });
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Writes one line; does nothing when the engine is gone. */
  send(message: unknown): void {
    if (this.#child.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends its input, which tells it to end. */
  end(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

/** The server's own environment (ELECTRON_RUN_AS_NODE must stay) without its key. */
function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { FINETUNE_API_KEY: _, ...rest } = environment;
  return rest;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
