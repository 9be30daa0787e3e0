/** Column of the result file -> name of the number in a metrics event. */
const columns = [
  ['step', 'step'],
  ['train_loss', 'train_loss'],
  ['train_accuracy', 'train_mean_token_accuracy'],
  ['valid_loss', 'valid_loss'],
  ['valid_mean_token_accuracy', 'valid_mean_token_accuracy'],
] as const;

/** The result file of a job: CSV, one line a step, empty cells where nothing was measured. */
export function resultsCsv(metrics: readonly Readonly<Record<string, number>>[]): string {
  const header = columns.map(([name]) => name).join(',');
  const lines = metrics.map((row) => columns.map(([, key]) => row[key] ?? '').join(','));
  return [header, ...lines, ''].join('\n');
}
