import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';
import { limitText } from './engineText.ts';
import type { EngineSpec } from './engines.ts';
import { readLines } from './lineReader.ts';

/** How an engine's process ended. */
export interface EngineExit {
  /** `exit code 1` or `signal SIGKILL`. */
  readonly reason: string;
  /**
   * Where trying again would not help: it could not be started, or it broke the port. A sentence that names the engine and
   * holds nothing of what it wrote.
   */
  readonly failure?: string;
}

/** What the starter of an engine does with what it says. */
export interface EngineListener<Event> {
  /** What the port knows under this message, or what is wrong with it: `is no event of the engine protocol`. */
  readonly parse: (message: unknown) => Event | string;
  readonly onEvent: (event: Event) => void;
  /** Gets the engine's stderr. */
  readonly log: Logger;
  readonly clock: Clock;
}

/**
 * A process group of its own, where there are groups. Ctrl+C in a terminal reaches the server's whole group, and the engine
 * must live on to save its state; and an engine's own children can be ended with it.
 */
const ownsGroup = process.platform !== 'win32';

/** After the engine has ended, its children may hold on to its output for this long, in milliseconds. */
const outputTime = 1000;

/** Longest line of stdout, in UTF-16 units: 1 MiB. The longest event has a few hundred; an answer comes in pieces. */
const maxLineLength = 1024 * 1024;

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** A running engine. */
export class EngineProcess<Event extends object> {
  /** When it has ended and everything it wrote has been told. Never rejects. */
  readonly exited: Promise<EngineExit>;
  readonly #name: string;
  /** Undefined where the system would not even try. */
  readonly #child: Child | undefined;
  #lines = 0;
  #failure: string | undefined;
  /** Its process id may belong to somebody else by now. */
  #isOver = false;

  constructor(spec: EngineSpec, args: readonly string[], listener: EngineListener<Event>) {
    this.#name = spec.name;
    try {
      this.#child = start(spec, args);
    } catch (error) {
      this.exited = Promise.resolve(this.#notStarted(spec, error));
      return;
    }
    this.exited = this.#follow(this.#child, spec, listener);
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Writes one line; does nothing when the engine is gone. */
  send(message: unknown): void {
    if (this.#child?.stdin.writable) this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends its input, which tells it to end. */
  end(): void {
    this.#child?.stdin.end();
  }

  /** Ends it and what it has started. */
  kill(): void {
    const pid = this.#child?.pid;
    if (pid === undefined || this.#isOver) return;
    try {
      process.kill(ownsGroup ? -pid : pid, 'SIGKILL');
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #follow(child: Child, spec: EngineSpec, listener: EngineListener<Event>): Promise<EngineExit> {
    // The engine may be gone when something is written to it; its exit tells that.
    child.stdin.on('error', () => undefined);
    readLines(child.stdout, maxLineLength, (line) => this.#hear(line, listener));
    const { log, clock } = listener;
    const tell = limitText(clock, (line) => log.info(`engine ${spec.name}: ${line}`));
    readLines(child.stderr, maxLineLength, tell);
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(this.#notStarted(spec, error)));
      child.once('exit', () => {
        const timer = clock.after(outputTime, () => this.kill());
        child.once('close', () => timer.dispose());
      });
      child.once('close', (code, signal) => {
        this.#isOver = true;
        const reason = code === null ? `signal ${signal}` : `exit code ${code}`;
        resolve(this.#failure === undefined ? { reason } : { reason, failure: this.#failure });
      });
    });
  }

  #hear(line: string, { parse, onEvent }: EngineListener<Event>): void {
    this.#lines++;
    if (this.#failure !== undefined || line.trim() === '') return;
    if (line.length > maxLineLength) return this.#break('is longer than 1 MiB');
    const message = parseLine(line);
    if (message === undefined) return this.#break('is not JSON');
    const event = parse(message);
    return typeof event === 'string' ? this.#break(event) : onEvent(event);
  }

  #break(what: string): void {
    this.#failure = `The engine "${this.#name}" was ended: line ${this.#lines} of its output ${what}.`;
    this.kill();
  }

  #notStarted({ command }: EngineSpec, error: unknown): EngineExit {
    this.#isOver = true;
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `there is no program ${command[0]}` : (code ?? message);
    return { reason: 'not started', failure: `The engine "${this.#name}" could not be started: ${why}.` };
  }
}

function start({ command, folder }: EngineSpec, args: readonly string[]): Child {
  const [program = '', ...first] = command;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return spawn(program, [...first, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: folder,
    env: engineEnvironment(process.env),
    windowsHide: true,
    detached: ownsGroup,
  });
}

/** Names of variables that hold secrets: the server's own key, and keys of services that no engine needs to know. */
const secretName = /(^|_)(API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIALS)$/i;

/** The server's own environment (ELECTRON_RUN_AS_NODE must stay) without secrets. */
function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !secretName.test(name)));
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
