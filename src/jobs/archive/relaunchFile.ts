import { isGiven, isObject, type JsonObject } from '../../common/json.ts';
import { tokenKey } from '../findLaunched.ts';
import { jobFileText } from '../jobFile.ts';
import type { LaunchRequest } from '../request.ts';
import { readJob } from '../wire.ts';

/** Where the files of a job are: paths as the job file names them, or ids at the service where they could not be had. */
export interface JobFilePlaces {
  readonly training: string;
  readonly validation: string | undefined;
}

/**
 * The job file that launches a job again, made of its record: with the numbers that "auto" became, the seed that was drawn,
 * and the grader. It names no connection: the old one is what is left.
 */
export function relaunchFile(record: string, { training, validation }: JobFilePlaces): string {
  return jobFileText({ request: requestOf(JSON.parse(record)), trainingFile: training, validationFile: validation });
}

function requestOf(record: unknown): LaunchRequest {
  const job = readJob(record);
  const sent = isObject(record) ? record : {};
  const { [tokenKey]: _token, ...metadata } = job.metadata;
  const integrations = Array.isArray(sent.integrations) ? sent.integrations.map(integrationOf) : [];
  const { model, suffix, seed } = job;
  const method = methodOf(sent.method) ?? (job.method && plainMethod(job.method.type, job.method.hyperparameters));
  return {
    model,
    ...(method && { method }),
    ...(suffix !== undefined && { suffix }),
    ...(seed !== undefined && { seed }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(integrations.length > 0 && { integrations }),
  };
}

const plainMethod = (type: string, hyperparameters: JsonObject): JsonObject => ({ type, [type]: { hyperparameters } });

/** The method without its nulls, which services send and do not take. A grader may hold some of its own. */
function methodOf(value: unknown): JsonObject | undefined {
  if (!isObject(value) || typeof value.type !== 'string') return undefined;
  const { type } = value;
  const block = withoutNulls(value[type]);
  const hyperparameters = withoutNulls(block?.hyperparameters);
  return { type, ...(block && { [type]: { ...block, ...(hyperparameters && { hyperparameters }) } }) };
}

/** What a request may say of Weights & Biases: the record also has the id of the run that was. */
function integrationOf(value: unknown): unknown {
  if (!isObject(value) || !isObject(value.wandb)) return value;
  const { run_id: _run, ...wandb } = value.wandb;
  return { ...value, wandb: withoutNulls(wandb) };
}

function withoutNulls(value: unknown): JsonObject | undefined {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).filter(([, member]) => isGiven(member)))
    : undefined;
}
