import { isAbort } from '../common/errors.ts';
import type { JobsApi } from './api.ts';
import type { Feature } from './features.ts';
import { failureOf } from './serviceErrors.ts';

/** What a service said it can do; a feature that is not in it could not be told. */
export type Abilities = ReadonlyMap<Feature, boolean>;

/** Ids that no service gives: what is asked of them changes nothing. */
const nobody = { job: 'ftjob-finetuneWorkbenchTest', upload: 'upload_finetuneWorkbenchTest' };

/**
 * Asks a service what it can do, by looking only: nothing is created and no job is touched. Throws a
 * UserError where the service cannot be used at all: no answer, a wrong key or address.
 */
export async function probe(api: JobsApi, signal?: AbortSignal): Promise<Abilities> {
  const abilities = new Map<Feature, boolean>();
  const look = async (feature: Feature, ask: () => Promise<unknown>): Promise<void> => {
    try {
      await ask();
      abilities.set(feature, true);
    } catch (error) {
      if (isAbort(error)) throw error;
      const status = failureOf(error)?.status;
      if (status === undefined || status === 401) throw error;
      if ([404, 405, 501].includes(status)) abilities.set(feature, false);
    }
  };
  const options = signal ? { signal } : {};
  const jobs = await api.listJobs({ limit: 1, ...options });
  abilities.set('jobs', true);
  await look('files', () => api.listFiles({ limit: 1, ...options }));
  await look('models', () => api.listModels(signal));
  const [job] = jobs.items;
  if (job) {
    await look('events', () => api.listEvents(job.id, { limit: 1, ...options }));
    await look('checkpoints', () => api.listCheckpoints(job.id, { limit: 1, ...options }));
  }
  const canPause = knows(
    await refusalOf(() => api.pauseJob(nobody.job, signal)),
    nobody.job,
    await refusalOf(() => api.retrieveJob(nobody.job, signal)),
  );
  if (canPause !== undefined) abilities.set('pause', canPause);
  const canUpload = knows(await refusalOf(() => api.cancelUpload(nobody.upload, signal)), nobody.upload);
  if (canUpload !== undefined) abilities.set('uploads', canUpload);
  return abilities;
}

interface Refusal {
  readonly status: number | undefined;
  readonly message: string | undefined;
}

async function refusalOf(ask: () => Promise<unknown>): Promise<Refusal> {
  try {
    await ask();
    return { status: 200, message: undefined };
  } catch (error) {
    if (isAbort(error)) throw error;
    const failure = failureOf(error);
    return { status: failure?.status, message: failure?.message };
  }
}

/** A service that looked for the thing speaks of it, or says what it says of any unknown one; undefined = cannot be told. */
function knows({ status, message }: Refusal, id: string, ofUnknown?: Refusal): boolean | undefined {
  if (status === 405 || status === 501) return false;
  if (status !== 404) return status === 400 || status === 409 ? true : undefined;
  if (message === undefined) return false;
  // One that only repeats the address does not know it.
  const isAddress = message.includes(`/${id}`);
  return (message.includes(id) && !isAddress) || (ofUnknown?.status === 404 && ofUnknown.message === message);
}
