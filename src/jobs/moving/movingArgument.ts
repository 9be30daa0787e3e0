import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';

/** What a task or another extension asks of `finetune.launchAgainOn`. */
export interface MovingArgument {
  /** Ids of listed jobs, or paths of job files. */
  readonly jobs: readonly string[];
  /** Name of the connection. */
  readonly to: string;
  /** The model to start from there; what is suggested where it is not named. */
  readonly model: string | undefined;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

/** Reads `{jobs, to, model?, confirm?}`; undefined for any other argument. Throws a UserError (`launch.badArgument`). */
export function parseMovingArgument(value: unknown): MovingArgument | undefined {
  if (!isObject(value) || !('jobs' in value)) return undefined;
  const { jobs, to, model, confirm } = value;
  const isText = (text: unknown): text is string => typeof text === 'string' && text !== '';
  if (!Array.isArray(jobs) || jobs.length === 0 || !jobs.every(isText))
    fail('"jobs" of the argument must be a list of texts.');
  if (!isText(to)) return fail('"to" of the argument is the name of a connection.');
  if (model !== undefined && !isText(model)) fail('"model" of the argument must be a text.');
  return { jobs: jobs as string[], to, model: model as string | undefined, confirm: confirm !== false };
}

const fail = (message: string): never => {
  throw new UserError('launch.badArgument', message, 'See "Go on elsewhere" in the README.');
};
