import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { EngineSpec } from './engines.ts';
import { readLines } from './lineReader.ts';

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

/**
 * A process group of its own, where there are groups. Ctrl+C in a terminal reaches the server's whole group, and the engine
 * must live on to save its state; and an engine's own children can be ended with it.
 */
const ownsGroup = process.platform !== 'win32';

/** After the engine has ended, its children may hold on to its output for this long, in milliseconds. */
const outputTime = 1000;

/** Longest line of stderr that is passed on, in UTF-16 units. */
const maxTextLength = 2000;

/** A running engine. */
export class EngineProcess {
  /** When it has ended and everything it wrote has been told. Never rejects. */
  readonly exited: Promise<EngineExit>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Its process id may belong to somebody else by now. */
  #isOver = false;

  constructor(spec: EngineSpec, args: readonly string[], listener: EngineListener) {
    const [program = '', ...first] = spec.command;
    this.#child = spawn(program, [...first, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: engineEnvironment(process.env),
      windowsHide: true,
      detached: ownsGroup,
    });
    // The engine may be gone when something is written to it; its exit tells that.
    this.#child.stdin.on('error', () => undefined);
    readLines(this.#child.stdout, (line) => {
      const message = parseLine(line);
      if (message === undefined) listener.onText('(a line on stdout that is not JSON was ignored)');
      else listener.onMessage(message);
    });
    readLines(this.#child.stderr, (line) => listener.onText(line.slice(0, maxTextLength)));
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (error) =>
        resolve({ code: null, reason: `it could not be started: ${error.message}` }),
      );
      this.#child.once('exit', () => {
        const timer = setTimeout(() => this.kill(), outputTime);
        this.#child.once('close', () => clearTimeout(timer));
      });
      this.#child.once('close', (code, signal) => {
        this.#isOver = true;
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

  /** Ends it and what it has started. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#isOver) return;
    try {
      process.kill(ownsGroup ? -pid : pid, 'SIGKILL');
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
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
