import { isObject } from '../../common/json.ts';
import type { Memory } from '../../jobs/features.ts';

/** What a person chose last, for the next time; it may be lost. */
export interface LastChoices {
  readonly connection?: string;
  readonly model?: string;
  readonly epochs?: number | 'auto';
  /** URI texts. */
  readonly trainingFile?: string;
  readonly validationFile?: string;
  /** Of a wizard that was left half-way: a name is not meant for the next job as well. */
  readonly suffix?: string;
}

const key = 'launch.lastChoices';

export function lastChoices(memory: Memory): LastChoices {
  const known = memory.get(key);
  return isObject(known) ? known : {};
}

export function rememberChoices(memory: Memory, choices: LastChoices): void {
  memory.set(key, choices);
}
