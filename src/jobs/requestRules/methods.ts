import type { Format } from '../../dataset/formats.ts';

/** Ways of training that OpenAI's API describes; services may have others. */
export const methodNames = ['supervised', 'dpo', 'reinforcement'] as const;
export type MethodName = (typeof methodNames)[number];

export function isMethodName(value: unknown): value is MethodName {
  return methodNames.some((name) => name === value);
}

/** The formats each method learns from, from the guides; the service says so when a job starts. */
export const methodFormats: Readonly<Record<MethodName, readonly Format[]>> = {
  supervised: ['chat', 'completions'],
  dpo: ['preference'],
  reinforcement: ['reinforcement'],
};
