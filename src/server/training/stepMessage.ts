import type { TrainMethod, TrainMetrics } from '../../engines/engine.ts';

/** Words of the real service for numbers, in the order in which it tells them. */
const losses = [
  ['training loss', 'train_loss'],
  ['validation loss', 'valid_loss'],
  ['full validation loss', 'full_valid_loss'],
] as const;
const rewards = [
  ['train mean reward', 'train_mean_reward'],
  ['full validation mean reward', 'full_valid_mean_reward'],
  ['full validation mean parse error', 'full_valid_mean_parse_error'],
] as const;

/** The message of a metrics event: `Step 2/5: training loss=1.00`; of reinforcement `Step 2/5 , train mean reward=0.42`. */
export function stepMessage(method: TrainMethod, step: number, totalSteps: number, metrics: TrainMetrics): string {
  const isReinforcement = method === 'reinforcement';
  const known = (isReinforcement ? rewards : losses).flatMap(([words, name]) => {
    const value = metrics[name];
    return value === undefined ? [] : `${words}=${value.toFixed(2)}`;
  });
  return `Step ${step}/${totalSteps}${isReinforcement ? ' , ' : ': '}${known.join(', ')}`;
}
