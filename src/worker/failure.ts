import { UserError } from '../common/errors.ts';
import type { Failure } from './protocol.ts';

/** An error as data that can be sent between threads. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const stack = (error instanceof Error && error.stack) || message;
  if (error instanceof UserError) return { kind: 'user', message, code: error.code, advice: error.advice, stack };
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return {
    kind: isOfSystem ? 'system' : 'other',
    message,
    code: isOfSystem ? String(error.code) : '',
    advice: '',
    stack,
  };
}

/** The error again; a system error has its `code` and is known by having a `syscall`. */
export function errorOf({ kind, message, code, advice, stack }: Failure): Error {
  if (kind === 'user') return new UserError(code, message, advice);
  const error = new Error(message);
  error.stack = stack;
  return kind === 'system' ? Object.assign(error, { code, syscall: 'read' }) : error;
}
