import { t } from '@vscode/l10n';
import { metricName, type Series, type Split } from '../../jobs/metrics.ts';
import type { ChartJob } from '../messages.ts';
import type { JudgedJob, Line } from './lines.ts';

/** Made once: making one takes longer than using it a hundred times. */
const formats = {
  whole: new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 }),
  /** Always four, so that numbers below one another can be compared. */
  digits: new Intl.NumberFormat(undefined, { minimumSignificantDigits: 4, maximumSignificantDigits: 4 }),
  /** What would be a row of zeros. */
  power: new Intl.NumberFormat(undefined, { notation: 'scientific', maximumSignificantDigits: 4 }),
  tick: new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 }),
};

/** From here on, and below it, numbers are written with a power of ten. */
const [largest, smallest] = [1e9, 1e-4];

const isExtreme = (value: number): boolean => value !== 0 && (Math.abs(value) >= largest || Math.abs(value) < smallest);

/** Four digits are all that a training run can be told apart by; a count has all of its digits. */
export function valueText(value: number): string {
  if (isExtreme(value)) return formats.power.format(value);
  return (Number.isInteger(value) || Math.abs(value) >= 1000 ? formats.whole : formats.digits).format(value);
}

/** For an axis: no more digits than it takes. */
export const tickText = (value: number): string => (isExtreme(value) ? formats.power : formats.tick).format(value);

export const stepText = (step: number): string => formats.whole.format(step);

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

/** Characters of a job's name beside its lines. */
const longestName = 36;

/** The ends of long names are what tells them apart. */
function shortName(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= longestName) return name;
  const half = Math.floor(longestName / 2);
  return `${characters.slice(0, half).join('').trimEnd()}…${characters.slice(-half).join('').trimStart()}`;
}

/** `Training loss`; with several jobs `codes: training loss`. */
export function lineWords({ job, series }: Line, isAlone: boolean): string {
  const words = metricWords(series.metric);
  return isAlone ? upperFirst(words) : t('{0}: {1}', shortName(job.name), words);
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
export interface Finding {
  readonly type: 'best' | 'overfitting' | 'trouble';
  readonly words: string;
}

export function findings({ job, best, over }: JudgedJob, isAlone: boolean): readonly Finding[] {
  const named = (words: string): string => (isAlone ? words : t('{0}: {1}', shortName(job.name), words));
  const found: Finding[] = [];
  if (best) {
    const words = t(
      'Best checkpoint: step {0}, with a {1} of {2}.',
      stepText(best.step),
      metricWords(best.metric),
      valueText(best.value),
    );
    found.push({ type: 'best', words: named(words) });
  }
  if (over) {
    const words = t(
      'Over-fitting from step {0} on: the {1} went from {2} to {3} while training got better.',
      stepText(over.step),
      metricWords(over.metric),
      valueText(over.best),
      valueText(over.latest),
    );
    found.push({ type: 'overfitting', words: named(words) });
  }
  if (job.trouble !== undefined) found.push({ type: 'trouble', words: job.trouble });
  return found;
}
