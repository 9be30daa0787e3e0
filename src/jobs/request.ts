import { UserError } from '../common/errors.ts';
import type { JobMethod } from './api.ts';

/** A job's parameters before its files have ids: what the wizard, a command argument or a job file asks for. */
export interface LaunchRequest {
  readonly model: string;
  readonly method?: JobMethod;
  readonly suffix?: string;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The argument of `finetune.launchJob` after checking. Paths are as given: a path or a URI text. */
export interface LaunchArgument extends LaunchRequest {
  readonly trainingFile: string;
  readonly validationFile?: string;
  /** Name of a connection; the default one where absent. */
  readonly connection?: string;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

const fail = (message: string): never => {
  throw new UserError('launch.badArgument', message, 'See "Launch a job from a task or an extension" in the README.');
};

function text(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  return fail(`"${name}" of the launch argument must be a text.`);
}

/** A file may be given as a text or as a `vscode.Uri`-like object, whose text form is a URI. */
function fileText(value: unknown, name: string): string | undefined {
  const isUri = typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
  return isUri ? (value as { toString(): string }).toString() : text(value, name);
}

/** Reads a method as the API writes it: a name, or `{ type, [type]: { hyperparameters } }`. */
export function parseMethod(value: unknown): JobMethod | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return { type: value, hyperparameters: {} };
  if (typeof value !== 'object' || value === null)
    return fail('"method" of the launch argument must be a name or an object.');
  const { type, ...rest } = value as { type?: unknown } & Record<string, unknown>;
  if (typeof type !== 'string') return fail('"method.type" of the launch argument is missing.');
  const block = (rest[type] ?? {}) as { hyperparameters?: Record<string, number | string> };
  return { type, hyperparameters: block.hyperparameters ?? {} };
}

/**
 * Checks the argument of `finetune.launchJob`. Throws a UserError (`launch.badArgument`) that names the wrong field;
 * undefined stays undefined (the command then asks).
 */
export function parseLaunchArgument(value: unknown): LaunchArgument | undefined {
  if (typeof value !== 'object' || value === null || !('trainingFile' in value)) return undefined;
  const given = value as Record<string, unknown>;
  const metadata = given['metadata'];
  const isMetadata = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  if (metadata !== undefined && !isMetadata) fail('"metadata" of the launch argument must be an object of texts.');
  if (given['seed'] !== undefined && !Number.isInteger(given['seed']))
    fail('"seed" of the launch argument must be a whole number.');
  const validationFile = fileText(given['validationFile'], 'validationFile');
  const connection = text(given['connection'], 'connection');
  return {
    trainingFile:
      fileText(given['trainingFile'], 'trainingFile') ?? fail('"trainingFile" of the launch argument is missing.'),
    model: text(given['model'], 'model') ?? fail('"model" of the launch argument is missing.'),
    confirm: given['confirm'] !== false,
    ...(validationFile !== undefined && { validationFile }),
    ...(connection !== undefined && { connection }),
    ...definedRequest({
      method: parseMethod(given['method']),
      suffix: text(given['suffix'], 'suffix'),
      seed: given['seed'] as number | undefined,
      metadata: metadata as Record<string, string> | undefined,
    }),
  };
}

/** Leaves absent fields out: services take null or undefined for a wrong value. */
export function definedRequest(fields: {
  method?: JobMethod | undefined;
  suffix?: string | undefined;
  seed?: number | undefined;
  metadata?: Readonly<Record<string, string>> | undefined;
}): Omit<LaunchRequest, 'model'> {
  return {
    ...(fields.method !== undefined && { method: fields.method }),
    ...(fields.suffix !== undefined && { suffix: fields.suffix }),
    ...(fields.seed !== undefined && { seed: fields.seed }),
    ...(fields.metadata !== undefined && { metadata: fields.metadata }),
  };
}
