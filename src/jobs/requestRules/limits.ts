/**
 * Ranges of job parameters, from OpenAI's published API description (state of 2026-08-21). Inclusive unless said.
 */
export const jobLimits = {
  /** Characters. 40 until 2023-09, 18 until 2024-09, 64 since. */
  suffixLength: { min: 1, max: 64 },
  nEpochs: { min: 1, max: 50 },
  batchSize: { min: 1, max: 256 },
  /** The lower end is exclusive. */
  learningRateMultiplier: { above: 0 },
  seed: { min: 0, max: 2_147_483_647 },
  metadata: { pairs: 16, keyLength: 64, valueLength: 512 },
} as const;

/** True for "auto" and for whole numbers in the range. */
export function isAutoOrInteger(value: unknown, range: { readonly min: number; readonly max: number }): boolean {
  return value === 'auto' || (Number.isInteger(value) && Number(value) >= range.min && Number(value) <= range.max);
}
