/**
 * Ranges of job parameters, from OpenAI's published API description (state of 2026-08-21). Inclusive unless said.
 */
export const jobLimits = {
  /** Characters. 40 until 2023-09, 18 until 2024-09, 64 since. Azure: 40 in its classic API, 64 in v1. */
  suffixLength: { min: 1, max: 64 },
  nEpochs: { min: 1, max: 50 },
  batchSize: { min: 1, max: 256 },
  learningRateMultiplier: { above: 0 },
  beta: { above: 0, max: 2 },
  computeMultiplier: { above: 0.00001, max: 10 },
  evalInterval: { min: 1 },
  evalSamples: { min: 1 },
  seed: { min: 0, max: 2_147_483_647 },
  /** Lengths in characters. */
  metadata: { pairs: 16, keyLength: 64, valueLength: 512 },
  /** Of the response; the request's description says nothing. */
  integrations: 5,
  /** Lengths in characters; from the OpenAI fine-tuning guide of 2024. */
  wandbTags: { count: 50, length: 64 },
} as const;

/** What Azure accepts for reinforcement jobs, from its guide of 2025; narrower than OpenAI's ranges. */
export const azureReinforcementLimits: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  eval_samples: { min: 1, max: 10 },
  eval_interval: { min: 1, max: 25 },
  compute_multiplier: { min: 0.5, max: 3 },
};

/** Values that reasoning_effort takes in a reinforcement job, from the same API description. */
export const reasoningEfforts: readonly unknown[] = ['default', 'low', 'medium', 'high'];

/** Ends are allowed, except `above`. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
}

/** True for a finite number in the range. */
export function isNumberIn(value: unknown, { min = -Infinity, max = Infinity, above = -Infinity }: Range): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max && value > above;
}

/** True for a whole number in the range. */
export function isIntegerIn(value: unknown, range: Range): boolean {
  return Number.isInteger(value) && isNumberIn(value, range);
}

/** True for "auto" and for whole numbers in the range. */
export function isAutoOrInteger(value: unknown, range: Range): boolean {
  return value === 'auto' || isIntegerIn(value, range);
}

/** True for "auto" and for numbers in the range. */
export function isAutoOrNumber(value: unknown, range: Range): boolean {
  return value === 'auto' || isNumberIn(value, range);
}

/** The length of a text in characters, as services count: an emoji is one. */
export function characters(text: string): number {
  return Array.from(text).length;
}
