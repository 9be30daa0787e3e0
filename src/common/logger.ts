/** Where technical lines go. Never pass a key, a prompt or a training row. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  /** `error` is logged with its stack. */
  error(message: string, error?: unknown): void;
}

/** Drops everything. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
