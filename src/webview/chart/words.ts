import { t } from '@vscode/l10n';
import { bestCheckpoint, overfitting } from '../../jobs/metricFindings.ts';
import { metricName, type Series, type Split } from '../../jobs/metrics.ts';
import type { ChartJob } from '../messages.ts';
import type { Line, MeasuredJob } from './lines.ts';

/** Four digits are all that a training run can be told apart by. */
export const valueText = (value: number): string => value.toLocaleString(undefined, { maximumSignificantDigits: 4 });
export const stepText = (step: number): string => step.toLocaleString();

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Loss`, `Token accuracy`, or the service's own name in words. */
export function quantityWords(quantity: string): string {
  switch (quantity) {
    case 'loss':
      return t('Loss');
    case 'mean_token_accuracy':
      return t('Token accuracy');
    case 'mean_reward':
      return t('Reward');
    default:
      return upperFirst(quantity.replaceAll(/[_.]/g, ' '));
  }
}

function splitWords(split: Split): string {
  switch (split) {
    case 'train':
      return t('training');
    case 'valid':
      return t('validation');
    case 'full_valid':
      return t('full validation');
  }
}

/** `training loss`. */
export function metricWords(metric: string): string {
  const { split, quantity } = metricName(metric);
  const what = quantityWords(quantity).toLowerCase();
  return split ? t('{0} {1}', splitWords(split), what) : what;
}

/** `Training loss`; with several jobs `codes: training loss`. */
export function lineWords({ job, series }: Line, isAlone: boolean): string {
  const words = metricWords(series.metric);
  return isAlone ? upperFirst(words) : t('{0}: {1}', job.name, words);
}

/** One sentence a job: where its lines stand, for who does not see them. */
export function summaryWords({ name, status = t('not listed yet') }: ChartJob, lines: readonly Line[]): string {
  if (lines.length === 0) return t('{0} ({1}) has no numbers yet.', name, status);
  return t('{0} ({1}): {2}.', name, status, lines.map(({ series }) => courseWords(series)).join(', '));
}

function courseWords({ metric, steps, values }: Series): string {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  const words = metricWords(metric);
  if (values.length === 1) return t('{0} {1} at step {2}', words, valueText(last), stepText(steps[0] ?? 0));
  return t('{0} from {1} to {2} at step {3}', words, valueText(first), valueText(last), stepText(steps.at(-1) ?? 0));
}

/** What stands out in a job, and why: its best checkpoint, and from where on it learns by heart. */
export function findingWords({ job, metrics }: MeasuredJob, isAlone: boolean): readonly string[] {
  const best = bestCheckpoint(metrics, job.checkpoints);
  const over = overfitting(metrics);
  const found = [
    best &&
      t(
        'Best checkpoint: step {0}, with a {1} of {2}.',
        stepText(best.step),
        metricWords(best.metric),
        valueText(best.value),
      ),
    over &&
      t(
        'Over-fitting from step {0} on: the {1} went from {2} to {3} while training got better.',
        stepText(over.step),
        metricWords(over.metric),
        valueText(over.best),
        valueText(over.latest),
      ),
  ].filter((words) => words !== undefined);
  return isAlone ? found : found.map((words) => t('{0}: {1}', job.name, words));
}
