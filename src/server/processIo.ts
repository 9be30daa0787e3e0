import { realpathSync } from 'node:fs';
import type { ProgramDefaults } from './options.ts';
import type { ProgramIo } from './program.ts';

/** The surroundings of a server that is a process of its own: its output, its signals, its crashes. */
export function processIo(defaults: ProgramDefaults): ProgramIo {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  // Whoever started the server may have stopped listening; that is no reason to end.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
    program: realpathSync(process.argv[1] ?? process.execPath),
    stopSignal: stop.signal,
    onCrash: (listener) => process.on('uncaughtExceptionMonitor', listener),
    defaults: { apiKey: process.env['FINETUNE_API_KEY'], ...defaults },
  };
}

/** The version the bundle was built from; the sources have none. */
export const programVersion: string = process.env['FINETUNE_VERSION'] ?? '0.0.0-dev';
