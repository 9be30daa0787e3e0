import { pause, type Clock } from '../common/time.ts';
import type { Job, JobsApi } from './api.ts';
import { answerStatus, isPassing } from './failure.ts';
import type { LaunchIntent, SentLaunch } from './journal.ts';
import { retrying, waitAfter } from './retry.ts';

/** The key in a job's metadata under which a launch leaves its token. */
export const tokenKey = 'finetune_launch';

/** Milliseconds after it was first sent in which a job may be sent once more, to a service that was not ready for its file. */
export const longestResend = 15_000;

/** Milliseconds after which a job that is not listed does not exist: its last request may have taken its 30 seconds. */
const longestRequest = longestResend + 45_000;

/** Pages of a list that is not filtered, newest jobs first. */
const page = { limit: 100, count: 5 };

export interface Search {
  readonly api: JobsApi;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/**
 * Asks the service for the job of a launch that was sent, until it is found or the request cannot be under way any more;
 * undefined = the service lists no such job. Throws where the service cannot be asked.
 */
export async function findLaunched(
  intent: LaunchIntent,
  sent: SentLaunch,
  { api, clock, random, signal }: Search,
): Promise<Job | undefined> {
  // A clock that was set back meanwhile must not make this last.
  const end = Math.min(sent.sentAt, clock.now()) + longestRequest;
  for (let looks = 1; ; looks++) {
    const isLast = clock.now() >= end;
    const patience = { clock, random, signal };
    const job = await retrying(() => look(intent, sent, api, signal), isPassing, patience);
    if (job || isLast) return job;
    await pause(clock, waitAfter(looks, random), signal);
  }
}

async function look(
  { token }: LaunchIntent,
  sent: SentLaunch,
  api: JobsApi,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const isIt = (job: Job): boolean => {
    const given = job.metadata[tokenKey];
    if (given !== undefined) return given === token;
    // A service that drops metadata: nobody else ever used that file.
    return sent.isOwnFile && job.trainingFile === sent.trainingFile;
  };
  const found = (await filtered(token, api, signal)).find(isIt);
  if (found) return found;
  let after: string | undefined;
  for (let pages = 0; pages < page.count; pages++) {
    const { items, hasMore } = await api.listJobs({ limit: page.limit, signal, ...(after !== undefined && { after }) });
    const job = items.find(isIt);
    const last = items.at(-1)?.id;
    if (job || !hasMore || last === undefined || last === after) return job;
    after = last;
  }
  return undefined;
}

/** Services may ignore the filter, or refuse it. */
async function filtered(token: string, api: JobsApi, signal: AbortSignal): Promise<readonly Job[]> {
  try {
    return (await api.listJobs({ limit: page.limit, metadata: { [tokenKey]: token }, signal })).items;
  } catch (error) {
    const status = answerStatus(error);
    if (status !== undefined && status >= 400 && status < 500) return [];
    throw error;
  }
}
