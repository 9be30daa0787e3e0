import { isGiven, isObject } from '../../common/json.ts';
import { memberPath } from '../../common/jsonPath.ts';
import type { Target } from '../../dataset/targets.ts';
import {
  azureReinforcementLimits,
  isAutoOrInteger,
  isAutoOrNumber,
  isNumberIn,
  jobLimits,
  reasoningEfforts,
} from './limits.ts';
import type { MethodName } from './methods.ts';
import type { JobRuleId, Report } from './problem.ts';

/** A hyperparameter, the rule about its value, and what the rule asks for. */
type Check = readonly [name: string, rule: JobRuleId, isRight: (value: unknown) => boolean];

const common: readonly Check[] = [
  ['n_epochs', 'job/n-epochs', (value) => isAutoOrInteger(value, jobLimits.nEpochs)],
  ['batch_size', 'job/batch-size', (value) => isAutoOrInteger(value, jobLimits.batchSize)],
  ['learning_rate_multiplier', 'job/learning-rate', (value) => isAutoOrNumber(value, jobLimits.learningRateMultiplier)],
];

const checks: Readonly<Record<MethodName, readonly Check[]>> = {
  supervised: common,
  dpo: [...common, ['beta', 'job/beta', (value) => isAutoOrNumber(value, jobLimits.beta)]],
  reinforcement: [
    ...common,
    ['compute_multiplier', 'job/compute-multiplier', (value) => isAutoOrNumber(value, jobLimits.computeMultiplier)],
    ['eval_interval', 'job/eval-interval', (value) => isAutoOrInteger(value, jobLimits.evalInterval)],
    ['eval_samples', 'job/eval-samples', (value) => isAutoOrInteger(value, jobLimits.evalSamples)],
    ['reasoning_effort', 'job/reasoning-effort', (value) => reasoningEfforts.includes(value)],
  ],
};

/** Checks the hyperparameters at `path`. Those that a method is not described with are left to the service. */
export function checkHyperparameters(
  hyperparameters: unknown,
  path: string,
  { method, target }: { readonly method: MethodName; readonly target: Target },
  report: Report,
): void {
  if (!isObject(hyperparameters)) return;
  for (const [name, rule, isRight] of checks[method]) {
    const value = hyperparameters[name];
    if (!isGiven(value)) continue;
    const place = memberPath(path, name);
    if (!isRight(value)) report(rule, place);
    else if (target === 'azure' && method === 'reinforcement') checkAzure(name, value, place, report);
  }
}

function checkAzure(name: string, value: unknown, path: string, report: Report): void {
  const range = azureReinforcementLimits[name];
  if (range && value !== 'auto' && !isNumberIn(value, range)) report('job/azure-rft-range', path, { ...range });
}

/**
 * Whether a method takes this hyperparameter with this value at that target: `outside` = its value is not accepted,
 * `unknown` = the method is not described with it.
 */
export function hyperparameterFit(
  name: string,
  value: unknown,
  { method, target }: { readonly method: MethodName; readonly target: Target },
): 'fits' | 'outside' | 'unknown' {
  if (!checks[method].some(([known]) => known === name)) return 'unknown';
  let fit: 'fits' | 'outside' = 'fits';
  checkHyperparameters({ [name]: value }, '', { method, target }, () => (fit = 'outside'));
  return fit;
}
