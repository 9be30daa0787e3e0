/**
 * How often something is tried at random. Where tests are to take seconds, `count` times; the thorough and the long tests run
 * the same files and try thirty times as often.
 */
export function runs(count: number): number {
  return count * (process.env['FINETUNE_MANY_RUNS'] === undefined ? 1 : 30);
}
