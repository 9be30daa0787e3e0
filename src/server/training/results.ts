import type { StepNumbers } from '../jobs/eventLog.ts';

/** Column of the result file -> name of the number in a metrics event. */
const columns = [
  ['step', 'step'],
  ['train_loss', 'train_loss'],
  ['train_accuracy', 'train_mean_token_accuracy'],
  ['valid_loss', 'valid_loss'],
  ['valid_mean_token_accuracy', 'valid_mean_token_accuracy'],
] as const;

/** The text of a job's result file: CSV, one line a step, empty cells where nothing was measured. */
export function* resultsCsv(pages: Iterable<readonly StepNumbers[]>): Generator<string, void> {
  yield `${columns.map(([name]) => name).join(',')}\n`;
  for (const page of pages) {
    yield page.map((row) => `${columns.map(([, key]) => row[key] ?? '').join(',')}\n`).join('');
  }
}
