import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { Logger } from '../common/logger.ts';
import type { Clock } from '../common/time.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** At this size the log is renamed to `server.log.1`, over the one before; so at most twice this stays on the disk. */
const maxLogBytes = 2 * 1024 * 1024;

/**
 * Appends lines to a file: time, level, text. A log that cannot be written is given up silently: the server must not stop
 * because its disk is full.
 */
export function openLog(path: string, level: LogLevel, clock: Clock, maxBytes = maxLogBytes): Logger {
  const least = logLevels.indexOf(level);
  let size = sizeOf(path);
  const write = (lineLevel: LogLevel, message: string): void => {
    if (logLevels.indexOf(lineLevel) < least) return;
    const line = `${new Date(clock.now()).toISOString()} ${lineLevel.padEnd(5)} ${message}\n`;
    try {
      if (size > maxBytes) {
        renameSync(path, `${path}.1`);
        size = 0;
      }
      appendFileSync(path, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch {
      size = sizeOf(path);
    }
  };
  return {
    debug: (message) => write('debug', message),
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error(message, error) {
      write('error', error === undefined ? message : `${message}: ${stackOf(error)}`);
    },
  };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
