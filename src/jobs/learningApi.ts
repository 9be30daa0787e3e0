import type { Clock } from '../common/time.ts';
import type { JobsApi, Page } from './api.ts';
import type { Feature, LearnedFeatures } from './features.ts';
import { failureOf, serviceError } from './serviceErrors.ts';

/** Statuses with which services refuse what they do not have. 404 may also mean that a job is gone. */
const refusals: readonly (number | undefined)[] = [404, 405, 501];

interface LearningParts {
  readonly features: LearnedFeatures;
  readonly clock: Clock;
  /** The connection and its host, as people see them. */
  readonly service: string;
}

/**
 * The same service, with what it turns out not to have remembered: its events and checkpoints are then empty, pausing is
 * refused without asking, and whether it takes new jobs is known before the next upload.
 */
export function learningApi(api: JobsApi, { features, clock, service }: LearningParts): JobsApi {
  const isRefusal = (error: unknown): boolean => refusals.includes(failureOf(error)?.status);
  /** True where the job is known, so that the refusal is about what was asked of it. */
  const isAboutFeature = async (error: unknown, jobId: string): Promise<boolean> => {
    if (!isRefusal(error)) return false;
    return api.retrieveJob(jobId).then(
      () => true,
      () => false,
    );
  };
  const empty: Page<never> = { items: [], hasMore: false };
  const listOf = async <T>(feature: Feature, jobId: string, list: () => Promise<Page<T>>): Promise<Page<T>> => {
    if (features.lacks(feature)) return empty;
    try {
      return await list();
    } catch (error) {
      if (!(await isAboutFeature(error, jobId))) throw error;
      features.setLacks(feature, true);
      return empty;
    }
  };
  const steer = async <T>(jobId: string, act: () => Promise<T>): Promise<T> => {
    const unsupported = { status: 501 };
    if (features.lacks('pause')) throw serviceError(service, unsupported);
    try {
      return await act();
    } catch (error) {
      if (!(await isAboutFeature(error, jobId))) throw error;
      features.setLacks('pause', true);
      throw serviceError(service, unsupported, error);
    }
  };

  return {
    ...api,
    listEvents: (id, page) => listOf('events', id, () => api.listEvents(id, page)),
    listCheckpoints: (id, page) => listOf('checkpoints', id, () => api.listCheckpoints(id, page)),
    pauseJob: (id, signal) => steer(id, () => api.pauseJob(id, signal)),
    resumeJob: (id, signal) => steer(id, () => api.resumeJob(id, signal)),
    async listModels(signal) {
      if (features.lacks('models')) return [];
      try {
        return await api.listModels(signal);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        features.setLacks('models', true);
        return [];
      }
    },
    async createJob(request, signal) {
      try {
        const job = await api.createJob(request, signal);
        features.setClosed(undefined);
        return job;
      } catch (error) {
        if (failureOf(error)?.code === 'training_not_available') features.setClosed(clock.now());
        throw error;
      }
    },
  };
}
