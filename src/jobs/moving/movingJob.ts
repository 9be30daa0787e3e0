import { isObject, type JsonObject } from '../../common/json.ts';
import type { Job } from '../api.ts';
import type { ConnectionKind } from '../connections.ts';
import { methodOf } from '../cost.ts';
import { tokenKey } from '../findLaunched.ts';
import type { FormerJob, LaunchIntent } from '../journal.ts';
import { requestOf } from '../relaunch.ts';
import type { LaunchRequest } from '../request.ts';

/** A file of a job that is to be launched elsewhere: a copy on this machine, the file at the old service, or both. */
export interface MovingFile {
  readonly path?: string | undefined;
  /** Of what was trained on, hexadecimal, where it is known. */
  readonly sha256?: string | undefined;
  /** At the old service. */
  readonly id?: string | undefined;
}

/** A job that is to be launched on another service. */
export interface MovingJob {
  /** What a person calls it. */
  readonly name: string;
  readonly from: FormerJob;
  /** Of the connection it comes from, where that is known. */
  readonly kind?: ConnectionKind | undefined;
  readonly request: LaunchRequest;
  readonly training: MovingFile;
  readonly validation?: MovingFile | undefined;
}

/**
 * A job as its service tells of it: with the numbers that "auto" became and the seed that was drawn, so that it is the same
 * work elsewhere. What a service does not tell (grader, integrations) is from the launch, where that was on this machine.
 */
export function movingJob(
  connection: string,
  kind: ConnectionKind | undefined,
  job: Job,
  intent: LaunchIntent | undefined,
): MovingJob {
  const { training, validation } = intent?.lineage ?? {};
  return {
    name: job.suffix ?? job.model,
    from: { connection, id: job.id },
    kind,
    request: intent ? withNumbers(intent.request, job) : requestOf(job),
    training: { ...training, id: job.trainingFile },
    validation: job.validationFile === undefined && !validation ? undefined : { ...validation, id: job.validationFile },
  };
}

/** The launch with what the service has settled since. */
function withNumbers(asked: LaunchRequest, job: Job): LaunchRequest {
  const { method, seed, metadata } = requestOf(job);
  const type = methodOf(asked);
  const [before, settled] = [blockOf(asked.method, type), blockOf(method, type)];
  const hyperparameters = { ...membersOf(before.hyperparameters), ...membersOf(settled.hyperparameters) };
  const { [tokenKey]: _token, ...own } = { ...asked.metadata, ...metadata };
  return {
    ...asked,
    ...(Object.keys(hyperparameters).length > 0 && {
      method: { ...asked.method, type, [type]: { ...before, hyperparameters } },
    }),
    ...(seed !== undefined && { seed }),
    ...(Object.keys(own).length > 0 && { metadata: own }),
  };
}

const membersOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const blockOf = (method: JsonObject | undefined, type: string): JsonObject => membersOf(method?.[type]);
