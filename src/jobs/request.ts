import { UserError } from '../common/errors.ts';
import { isObject, type JsonObject } from '../common/json.ts';

/**
 * A job's parameters before its files have ids: the body of POST /fine_tuning/jobs without its files, as the wizard, a
 * command argument or a job file asks for it. Fields that are not set are left out: services take null for a wrong value.
 */
export interface LaunchRequest extends JsonObject {
  readonly model: string;
  /** `{type, [type]: {hyperparameters?, grader?, response_format?}}`. */
  readonly method?: JsonObject;
  readonly suffix?: string;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly integrations?: readonly unknown[];
}

/** The argument of `finetune.launchJob` after checking. Paths are as given: a path or a URI text. */
export interface LaunchArgument {
  readonly request: LaunchRequest;
  readonly trainingFile: string;
  readonly validationFile?: string;
  /** Name of a connection; the default one where absent. */
  readonly connection?: string;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

/** The argument of `finetune.launchJob` that names a job file. */
export interface JobFileArgument {
  /** A path or a URI text. */
  readonly jobFile: string;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

/** Reads the argument `{jobFile, confirm?}`; undefined for any other. Throws a UserError (`launch.badArgument`). */
export function parseJobFileArgument(value: unknown): JobFileArgument | undefined {
  if (!isObject(value) || !('jobFile' in value)) return undefined;
  const jobFile = fileText(value.jobFile, 'jobFile');
  return { jobFile: jobFile ?? fail('"jobFile" of the launch argument is missing.'), confirm: value.confirm !== false };
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

/** Reads a method: a name, or an object as the API writes it. */
function parseMethod(value: unknown): JsonObject | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return { type: value };
  if (!isObject(value)) return fail('"method" of the launch argument must be a name or an object.');
  if (typeof value.type !== 'string') return fail('"method.type" of the launch argument is missing.');
  return value;
}

/**
 * Checks the argument of `finetune.launchJob`. Throws a UserError (`launch.badArgument`) that names the wrong field;
 * undefined stays undefined (the command then asks).
 */
export function parseLaunchArgument(value: unknown): LaunchArgument | undefined {
  if (!isObject(value) || !('trainingFile' in value)) return undefined;
  const trainingFile = fileText(value.trainingFile, 'trainingFile');
  const validationFile = fileText(value.validationFile, 'validationFile');
  const connection = text(value.connection, 'connection');
  return {
    trainingFile: trainingFile ?? fail('"trainingFile" of the launch argument is missing.'),
    ...(validationFile !== undefined && { validationFile }),
    ...(connection !== undefined && { connection }),
    confirm: value.confirm !== false,
    request: parseRequest(value),
  };
}

function parseRequest(value: JsonObject): LaunchRequest {
  const { metadata, seed, integrations } = value;
  if (metadata !== undefined && !isObject(metadata)) {
    return fail('"metadata" of the launch argument must be an object of texts.');
  }
  if (seed !== undefined && !Number.isInteger(seed))
    return fail('"seed" of the launch argument must be a whole number.');
  if (integrations !== undefined && !Array.isArray(integrations)) {
    return fail('"integrations" of the launch argument must be a list.');
  }
  return {
    model: text(value.model, 'model') ?? fail('"model" of the launch argument is missing.'),
    ...definedOnly({
      method: parseMethod(value.method),
      suffix: text(value.suffix, 'suffix'),
      seed: seed as number | undefined,
      metadata: metadata as Record<string, string> | undefined,
      integrations: integrations as readonly unknown[] | undefined,
    }),
  };
}

/** The object without its undefined members. */
function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}
