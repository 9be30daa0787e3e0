import { parseArgs } from 'node:util';
import { UserError } from '../common/errors.ts';
import { isLoopbackHost } from './guard.ts';
import { logLevels, type LogLevel } from './log.ts';

/** What the command line of the server program says. */
export interface ProgramOptions {
  readonly data: string;
  readonly version: string;
  /** The baseline engine's program, where it is not beside the server's. */
  readonly baseline?: string;
  /** File that lists further engines. */
  readonly engine?: string;
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly apiKey?: string;
  /** Seconds without requests and active jobs after which the server ends; undefined = never. */
  readonly idleExit?: number;
  readonly concurrency: number;
  readonly logLevel: LogLevel;
}

/** What holds where the command line says nothing. */
export interface ProgramDefaults {
  readonly data?: string;
  readonly version: string;
  /** Of the environment. */
  readonly apiKey?: string;
}

const optionNames = {
  data: { type: 'string' },
  version: { type: 'string' },
  baseline: { type: 'string' },
  engine: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  'api-key': { type: 'string' },
  'idle-exit': { type: 'string' },
  concurrency: { type: 'string' },
  'log-level': { type: 'string' },
} as const;

/** Reads the command line. Throws a UserError `server.usage` with a sentence. */
export function readOptions(args: readonly string[], defaults: ProgramDefaults): ProgramOptions {
  const values = parse(args);
  const data = values.data ?? defaults.data;
  if (!data) throw usage('The folder for the server’s data is missing: --data DIR.');
  const host = values.host ?? '127.0.0.1';
  const apiKey = (values['api-key'] ?? defaults.apiKey) || undefined;
  if (!isLoopbackHost(host) && apiKey === undefined) {
    throw usage(`Other machines could reach the server at --host ${host}; give it a key with --api-key.`);
  }
  const logLevel = values['log-level'] ?? 'info';
  if (!isLogLevel(logLevel)) throw usage(`--log-level is one of ${logLevels.join(', ')}.`);
  const idleExit = values['idle-exit'];
  return {
    data,
    version: values.version ?? defaults.version,
    baseline: values.baseline,
    engine: values.engine,
    host,
    port: wholeNumber('port', values.port ?? '0', 0, 65_535),
    apiKey,
    idleExit: idleExit === undefined ? undefined : wholeNumber('idle-exit', idleExit, 1, 1_000_000),
    concurrency: wholeNumber('concurrency', values.concurrency ?? '1', 1, 64),
    logLevel,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: optionNames, strict: true }).values;
  } catch (error) {
    throw usage(`${(error as Error).message.split('. ')[0]}.`);
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw usage(`--${name} is a whole number from ${min} to ${max}.`);
}

function isLogLevel(text: string): text is LogLevel {
  return logLevels.some((level) => level === text);
}

function usage(message: string): UserError {
  return new UserError('server.usage', message);
}
