import { jobLimits } from '../../jobs/requestRules/limits.ts';
import { requestFields } from '../../jobs/requestRules/requestFields.ts';
import { badRequest } from '../errors.ts';
import { readMetadata } from '../metadata.ts';
import {
  readBody,
  readInteger,
  readString,
  refuseOtherKeys,
  requireString,
  wrongType,
  type JsonObject,
} from '../body.ts';
import { readMethod, type JobMethod } from './jobMethod.ts';

/** What a job is created from; ids are not looked up yet. */
export interface JobSpec extends JobMethod {
  readonly model: string;
  readonly trainingFile: string;
  readonly validationFile?: string;
  readonly suffix?: string;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, string>>;
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
