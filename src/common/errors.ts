/** What a person may be offered next to an error sentence. The edge that shows the error knows how to carry each out. */
export type UserAction =
  | 'openProblems'
  | 'showLog'
  | 'retry'
  | 'chooseFile'
  | 'openSettings'
  | 'openProxySettings'
  | 'reloadWindow'
  | 'enterKey'
  | 'editConnection'
  | 'useAnotherConnection';

export interface UserErrorOptions {
  readonly actions?: readonly UserAction[];
  readonly connection?: string | undefined;
  readonly cause?: unknown;
}

/**
 * An expected failure, told to the person as it is: `message` says what happened and where, `advice` what to do.
 * Neither ever holds a key, a prompt or a training row.
 */
export class UserError extends Error {
  /** Known by its name: bundles that are loaded late bring a class of their own. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError';
  }

  override readonly name = 'UserError';
  /** Stable, lower-case, dotted; for tests, logs and automation: `launch.fileHasErrors`. */
  readonly code: string;
  /** One sentence on what to do next; '' where there is nothing to do. */
  readonly advice: string;
  readonly actions: readonly UserAction[];
  /** Name of the connection that it is about, for the actions. */
  readonly connection: string | undefined;

  constructor(code: string, message: string, advice = '', options: UserErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.advice = advice;
    this.actions = options.actions ?? [];
    this.connection = options.connection;
  }

  /** Both sentences, for a place that shows one text. */
  get text(): string {
    return this.advice ? `${this.message} ${this.advice}` : this.message;
  }
}

/** True for the error that an aborted signal throws; an abort is never shown as an error. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'APIUserAbortError');
}

/** A short text for any thrown value, without its stack. */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return error.text;
  return error instanceof Error ? error.message : String(error);
}
