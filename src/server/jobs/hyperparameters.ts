import type { TrainMethod } from '../../common/engineSettings.ts';
import type { Hyperparameters } from '../../engines/engine.ts';
import { jobLimits, reasoningEfforts } from '../../jobs/requestRules/limits.ts';
import { readInteger, readNumber, readString, refuseOtherKeys, pathOf, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';

type Reader = (object: JsonObject, key: string) => number | string | undefined;

/** A number above `above`. */
const numberAbove =
  (above: number, max?: number): Reader =>
  (object, key) =>
    readNumber(object, key, { min: above, max, isExclusive: true });

const integer =
  (range: { readonly min: number; readonly max?: number }): Reader =>
  (object, key) =>
    readInteger(object, key, range);

/** Those of every method. */
const common: Readonly<Record<string, Reader>> = {
  n_epochs: integer(jobLimits.nEpochs),
  batch_size: integer(jobLimits.batchSize),
  learning_rate_multiplier: numberAbove(jobLimits.learningRateMultiplier.above),
};

const readers: Readonly<Record<TrainMethod, Readonly<Record<string, Reader>>>> = {
  supervised: common,
  dpo: { ...common, beta: numberAbove(jobLimits.beta.above, jobLimits.beta.max) },
  reinforcement: {
    ...common,
    compute_multiplier: numberAbove(jobLimits.computeMultiplier.above, jobLimits.computeMultiplier.max),
    eval_interval: integer(jobLimits.evalInterval),
    eval_samples: integer(jobLimits.evalSamples),
  },
};

/** The hyperparameters of a method; "auto" for those that are not given. Throws a 400 that names what is wrong. */
export function readHyperparameters(method: TrainMethod, object: JsonObject | undefined): Hyperparameters {
  const block = object ?? { path: '', fields: {} };
  const known = readers[method];
  const effort = method === 'reinforcement' ? readEffort(block) : {};
  refuseOtherKeys(block, [...Object.keys(known), ...(method === 'reinforcement' ? ['reasoning_effort'] : [])]);
  const numbers = Object.entries(known).map(([key, read]) => {
    return [key, block.fields[key] === 'auto' ? 'auto' : (read(block, key) ?? 'auto')] as const;
  });
  return { ...Object.fromEntries(numbers), ...effort };
}

function readEffort(block: JsonObject): Pick<Hyperparameters, 'reasoning_effort'> {
  const reasoning_effort = readString(block, 'reasoning_effort');
  if (reasoning_effort === undefined) return {};
  if (reasoningEfforts.includes(reasoning_effort)) return { reasoning_effort };
  const path = pathOf(block, 'reasoning_effort');
  const supported = reasoningEfforts.map((effort) => `'${String(effort)}'`).join(', ');
  throw badRequest(`Invalid value for '${path}'. Supported values are: ${supported}.`, path, 'invalid_value');
}
