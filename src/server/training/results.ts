import type { TrainMethod } from '../../engines/engine.ts';
import type { StepNumbers } from '../jobs/eventLog.ts';

type Columns = readonly (readonly [column: string, number: string])[];

/** Of the published result files. */
const losses: Columns = [
  ['step', 'step'],
  ['train_loss', 'train_loss'],
  ['train_accuracy', 'train_mean_token_accuracy'],
  ['valid_loss', 'valid_loss'],
  ['valid_mean_token_accuracy', 'valid_mean_token_accuracy'],
];

/** Column of the result file -> name of the number in a metrics event. */
const columns: Readonly<Record<TrainMethod, Columns>> = {
  supervised: losses,
  dpo: [
    ...losses,
    ['train_reward_margin', 'train_reward_margin'],
    ['train_reward_accuracy', 'train_reward_accuracy'],
    ['valid_reward_margin', 'valid_reward_margin'],
    ['valid_reward_accuracy', 'valid_reward_accuracy'],
  ],
  reinforcement: [
    ['step', 'step'],
    ['train_mean_reward', 'train_mean_reward'],
    ['full_valid_mean_reward', 'full_valid_mean_reward'],
    ['full_valid_mean_parse_error', 'full_valid_mean_parse_error'],
    ['completion_tokens_mean', 'completion_tokens_mean'],
  ],
};

/** The text of a job's result file: CSV, one line a step, empty cells where nothing was measured. */
export function* resultsCsv(method: TrainMethod, pages: Iterable<readonly StepNumbers[]>): Generator<string, void> {
  const used = columns[method];
  yield `${used.map(([name]) => name).join(',')}\n`;
  for (const page of pages) {
    yield page.map((row) => `${used.map(([, key]) => row[key] ?? '').join(',')}\n`).join('');
  }
}
