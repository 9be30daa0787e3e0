/**
 * How often a property is tried. Among the unit tests, which are to take seconds, `count` times; the thorough tests run the
 * same files and try thirty times as often.
 */
export function runs(count: number): number {
  return count * (process.env['FINETUNE_MANY_RUNS'] === undefined ? 1 : 30);
}
