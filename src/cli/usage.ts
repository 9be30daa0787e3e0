import { UserError } from '../common/errors.ts';

/** Where a command writes. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Output {
  write(text: string): unknown;
  /** True for a terminal. */
  readonly isTTY?: boolean | undefined;
  /** Characters of its lines. */
  readonly columns?: number | undefined;
}

/** Exit codes of `finetune check` and `finetune check-job`. Warnings are no errors. */
export const checkExitCodes = { ok: 0, errors: 1, usage: 2, cannotRead: 3 } as const;

/** One of the choices of an option; throws a usage error for anything else. */
export function choice<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((name) => name === value);
  if (found === undefined) throw usageError(`${option} is one of ${choices.join(', ')}.`);
  return found;
}

/** The command was called wrongly: its usage is shown with `message`. */
export function usageError(message: string): UserError {
  return new UserError('cli.usage', message);
}

/** Our own, and those of parseArgs on unknown options. */
export function isUsageError(error: unknown): boolean {
  if (error instanceof UserError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}

const readingFailures: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file.'],
  ['EISDIR', 'it is a folder.'],
  ['EACCES', 'you may not read it.'],
  ['EPERM', 'you may not read it.'],
]);

/** Why a file could not be read; undefined for an error of another kind. */
export function readingFailure(error: unknown): string | undefined {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  if (!isOfSystem || typeof error.code !== 'string') return undefined;
  return readingFailures.get(error.code) ?? error.code;
}
