import type { Hyperparameters, TrainMethod } from '../../engines/engine.ts';
import { badRequest } from '../errors.ts';
import {
  readBody,
  readInteger,
  readNumber,
  readObject,
  readString,
  refuseOtherKeys,
  requireString,
  pathOf,
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
  readonly hyperparameters: Required<Hyperparameters>;
}

const knownKeys = [
  'model',
  'training_file',
  'validation_file',
  'suffix',
  'seed',
  'metadata',
  'method',
  'hyperparameters',
  'integrations',
];
const supervisedKeys = ['n_epochs', 'batch_size', 'learning_rate_multiplier'];
const methodTypes: readonly TrainMethod[] = ['supervised', 'dpo', 'reinforcement'];

/** Largest seed of the API. */
export const maxSeed = 2_147_483_647;

/**
 * Reads the body of POST /fine_tuning/jobs. Throws a 400 that names the field. Ranges are those of the API description
 * (suffix 64, seed, epochs 50, batch size 256, metadata 16 pairs of 64 and 512).
 */
export function readJobRequest(requestBody: unknown): JobSpec {
  const body = readBody(requestBody);
  refuseOtherKeys(body, knownKeys);
  refuseIntegrations(body);
  return {
    model: requireString(body, 'model'),
    trainingFile: requireString(body, 'training_file'),
    validationFile: readString(body, 'validation_file'),
    suffix: readString(body, 'suffix', { min: 1, max: 64 }),
    seed: readInteger(body, 'seed', { min: 0, max: maxSeed }),
    metadata: readMetadata(body),
    ...readMethod(body),
  };
}

function readMethod(body: JsonObject): Pick<JobSpec, 'method' | 'hyperparameters'> {
  const method = readObject(body, 'method');
  if (!method) {
    // The deprecated place; ignored where there is a method.
    const hyperparameters = readHyperparameters('supervised', readObject(body, 'hyperparameters'));
    return { method: 'supervised', hyperparameters };
  }
  const named = requireString(method, 'type');
  const type = methodTypes.find((known) => known === named);
  if (!type) {
    const message = `Invalid value for 'method.type'. Supported values are: ${methodTypes.map((name) => `'${name}'`).join(', ')}.`;
    throw badRequest(message, 'method.type', 'invalid_value');
  }
  const block = readObject(method, type);
  return { method: type, hyperparameters: readHyperparameters(type, block && readObject(block, 'hyperparameters')) };
}

function readHyperparameters(method: string, object: JsonObject | undefined): Required<Hyperparameters> {
  const block = object ?? { path: '', fields: {} };
  if (method === 'supervised') refuseOtherKeys(block, supervisedKeys);
  return {
    n_epochs: numberOrAuto(block, 'n_epochs', (key) => readInteger(block, key, { min: 1, max: 50 })),
    batch_size: numberOrAuto(block, 'batch_size', (key) => readInteger(block, key, { min: 1, max: 256 })),
    learning_rate_multiplier: numberOrAuto(block, 'learning_rate_multiplier', (key) =>
      readNumber(block, key, { min: 0, isExclusive: true }),
    ),
  };
}

function numberOrAuto(object: JsonObject, key: string, read: (key: string) => number | undefined): number | 'auto' {
  return object.fields[key] === 'auto' ? 'auto' : (read(key) ?? 'auto');
}

function readMetadata(body: JsonObject): Readonly<Record<string, string>> | undefined {
  const metadata = readObject(body, 'metadata');
  if (!metadata) return undefined;
  const pairs = Object.entries(metadata.fields);
  if (pairs.length > 16) {
    throw badRequest(`Invalid 'metadata': at most 16 pairs are allowed, but got ${pairs.length}.`, 'metadata');
  }
  for (const [key, value] of pairs) {
    if (key.length > 64) throw badRequest(`Invalid 'metadata': a key has more than 64 characters.`, 'metadata');
    if (typeof value !== 'string') throw wrongType(pathOf(metadata, key), 'a string', value);
    readString(metadata, key, { max: 512 });
  }
  return metadata.fields as Record<string, string>;
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
