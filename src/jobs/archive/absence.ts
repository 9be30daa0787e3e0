import { failureOf } from '../serviceErrors.ts';
import type { MissingReason } from './archiveIndex.ts';

/** Why something could not be had. */
export interface Absence {
  readonly reason: MissingReason;
  readonly status?: number | undefined;
}

/** Statuses that are about who asks, or how often, and so about everything: there is no use in going on. */
const aboutAll: readonly number[] = [401, 407, 429];

/**
 * Why one thing could not be had, told by the error of its last try; undefined where the error is about everything: no
 * answer, a wrong key, a limit, or none of a service.
 */
export function absenceOf(error: unknown): Absence | undefined {
  const { status, message = '', code = '' } = failureOf(error) ?? {};
  if (status === undefined || aboutAll.includes(status)) return undefined;
  return { reason: reasonOf(status, `${code} ${message}`), status };
}

function reasonOf(status: number, words: string): MissingReason {
  switch (status) {
    case 404:
    case 410:
      return /expired/i.test(words) ? 'expired' : 'deleted';
    case 403:
      return 'forbidden';
    case 405:
    case 501:
      return 'unsupported';
    default:
      return 'failed';
  }
}
