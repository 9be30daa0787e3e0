import type { TrainMethod } from '../../common/engineSettings.ts';
import type { Hyperparameters } from '../../engines/engine.ts';
import { jobLimits, reasoningEfforts } from '../../jobs/requestRules/limits.ts';
import { readInteger, readNumber, readString, refuseOtherKeys, pathOf, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';

/** Reads one of them; gives its default where it is not given. */
type Reader = (object: JsonObject, key: string) => number | string;

const orAuto =
  (read: (object: JsonObject, key: string) => number | undefined): Reader =>
  (object, key) =>
    object.fields[key] === 'auto' ? 'auto' : (read(object, key) ?? 'auto');

const numberAbove = (above: number, max?: number): Reader =>
  orAuto((object, key) => readNumber(object, key, { min: above, max, isExclusive: true }));

const integer = (range: { readonly min: number; readonly max?: number }): Reader =>
  orAuto((object, key) => readInteger(object, key, range));

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
    reasoning_effort: readEffort,
    compute_multiplier: numberAbove(jobLimits.computeMultiplier.above, jobLimits.computeMultiplier.max),
    eval_interval: integer(jobLimits.evalInterval),
    eval_samples: integer(jobLimits.evalSamples),
  },
};

/** All hyperparameters of a method. Throws a 400 that names what is wrong. */
export function readHyperparameters(method: TrainMethod, object: JsonObject | undefined): Hyperparameters {
  const block = object ?? { path: '', fields: {} };
  const known = Object.entries(readers[method]);
  refuseOtherKeys(
    block,
    known.map(([key]) => key),
  );
  return Object.fromEntries(known.map(([key, read]) => [key, read(block, key)]));
}

function readEffort(block: JsonObject, key: string): string {
  const effort = readString(block, key) ?? 'default';
  if (reasoningEfforts.includes(effort)) return effort;
  const path = pathOf(block, key);
  const supported = reasoningEfforts.map((known) => `'${String(known)}'`).join(', ');
  throw badRequest(`Invalid value for '${path}'. Supported values are: ${supported}.`, path, 'invalid_value');
}
