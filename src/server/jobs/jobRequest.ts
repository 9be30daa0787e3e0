import type { Hyperparameters, TrainMethod } from '../../engines/engine.ts';
import { jobLimits } from '../../jobs/requestRules/limits.ts';
import { methodNames } from '../../jobs/requestRules/methods.ts';
import { requestFields } from '../../jobs/requestRules/requestFields.ts';
import { badRequest } from '../errors.ts';
import { requireGrader, type Grader } from '../grader.ts';
import { readMetadata } from '../metadata.ts';
import { readHyperparameters } from './hyperparameters.ts';
import {
  pathOf,
  readBody,
  readInteger,
  readObject,
  readString,
  refuseOtherKeys,
  requireString,
  wrongType,
  type JsonObject,
} from '../body.ts';

/** What a job is created from; ids are not looked up yet. */
export interface JobSpec {
  readonly model: string;
  readonly trainingFile: string;
  readonly validationFile?: string;
  readonly suffix?: string;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly method: TrainMethod;
  /** Each one that the method has; "auto" where it is not given. */
  readonly hyperparameters: Hyperparameters;
  /** Of reinforcement. */
  readonly grader?: Grader;
}

/** Reads the body of POST /fine_tuning/jobs. Throws a 400 that names the field. Ranges are those that editor and command line check. */
export function readJobRequest(requestBody: unknown): JobSpec {
  const body = readBody(requestBody);
  refuseOtherKeys(body, requestFields);
  refuseIntegrations(body);
  return {
    model: requireString(body, 'model'),
    trainingFile: requireString(body, 'training_file'),
    validationFile: readString(body, 'validation_file'),
    suffix: readString(body, 'suffix', jobLimits.suffixLength),
    seed: readInteger(body, 'seed', jobLimits.seed),
    metadata: readMetadata(body),
    ...readMethod(body),
  };
}

function readMethod(body: JsonObject): Pick<JobSpec, 'method' | 'hyperparameters' | 'grader'> {
  const method = readObject(body, 'method');
  if (!method) {
    // The deprecated place; ignored where there is a method.
    const hyperparameters = readHyperparameters('supervised', readObject(body, 'hyperparameters'));
    return { method: 'supervised', hyperparameters };
  }
  const named = requireString(method, 'type');
  const type = methodNames.find((known) => known === named);
  if (!type) {
    const message = `Invalid value for 'method.type'. Supported values are: ${methodNames.map((name) => `'${name}'`).join(', ')}.`;
    throw badRequest(message, 'method.type', 'invalid_value');
  }
  const block = readObject(method, type) ?? { path: pathOf(method, type), fields: {} };
  const hyperparameters = readHyperparameters(type, readObject(block, 'hyperparameters'));
  return type === 'reinforcement'
    ? { method: type, hyperparameters, grader: requireGrader(block, 'grader') }
    : { method: type, hyperparameters };
}

function refuseIntegrations(body: JsonObject): void {
  const { integrations } = body.fields;
  if (integrations === undefined || integrations === null) return;
  if (!Array.isArray(integrations)) throw wrongType('integrations', 'an array', integrations);
  if (integrations.length === 0) return;
  throw badRequest(
    'The local server has no integrations with other services.',
    'integrations',
    'unsupported_parameter',
  );
}
