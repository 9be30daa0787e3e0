import type { Clock } from '../common/time.ts';
import type { Page, ServiceApi } from './api.ts';
import type { Feature, LearnedFeatures } from './features.ts';
import { failureOf, serviceError } from './serviceErrors.ts';

/** Statuses with which services refuse what they do not have. 404 may also mean that a job is gone. */
const refusals: readonly (number | undefined)[] = [404, 405, 501];

/** Jobs asked for to see whether one is among them. */
const longestList = 100;

interface LearningParts {
  readonly features: LearnedFeatures;
  readonly clock: Clock;
  /** The connection and its host, as people see them. */
  readonly service: string;
}

/**
 * The same service, with what it turns out not to have remembered: its events and checkpoints are then empty, what it
 * cannot do is refused without asking, and whether it takes new jobs is known before the next upload.
 */
export function learningApi(api: ServiceApi, { features, clock, service }: LearningParts): ServiceApi {
  const isRefusal = (error: unknown): boolean => refusals.includes(failureOf(error)?.status);
  /** True for a refusal of what was asked; with a 404 only if what it was asked of is there. */
  const isAboutFeature = async (error: unknown, isThere: () => Promise<boolean>): Promise<boolean> => {
    if (!isRefusal(error)) return false;
    if (failureOf(error)?.status !== 404) return true;
    return isThere().catch(() => false);
  };
  /** Some services have jobs in their list only. */
  const isJob = async (id: string): Promise<boolean> => {
    try {
      await api.retrieveJob(id);
      return true;
    } catch (error) {
      return isRefusal(error) && (await api.listJobs({ limit: longestList })).items.some((job) => job.id === id);
    }
  };
  const empty: Page<never> = { items: [], hasMore: false };
  const listOf = async <T>(feature: Feature, jobId: string, list: () => Promise<Page<T>>): Promise<Page<T>> => {
    if (features.lacks(feature)) return empty;
    try {
      return await list();
    } catch (error) {
      if (!(await isAboutFeature(error, () => isJob(jobId)))) throw error;
      features.setLacks(feature, true);
      return empty;
    }
  };
  const attempt = async <T>(feature: Feature, isThere: () => Promise<boolean>, act: () => Promise<T>): Promise<T> => {
    const unsupported = { status: 501 };
    if (features.lacks(feature)) throw serviceError(service, unsupported);
    try {
      return await act();
    } catch (error) {
      if (!(await isAboutFeature(error, isThere))) throw error;
      features.setLacks(feature, true);
      throw serviceError(service, unsupported, error);
    }
  };
  const onJob = <T>(feature: Feature, id: string, act: () => Promise<T>): Promise<T> =>
    attempt(feature, () => isJob(id), act);
  /** The content of a file that is known may be gone. */
  const isUntold = (): Promise<boolean> => Promise.resolve(false);
  const isListed = async (model: string): Promise<boolean> => (await api.listModels()).some(({ id }) => id === model);

  return {
    ...api,
    listEvents: (id, page) => listOf('events', id, () => api.listEvents(id, page)),
    listCheckpoints: (id, page) => listOf('checkpoints', id, () => api.listCheckpoints(id, page)),
    cancelJob: (id, signal) => onJob('cancel', id, () => api.cancelJob(id, signal)),
    pauseJob: (id, signal) => onJob('pause', id, () => api.pauseJob(id, signal)),
    resumeJob: (id, signal) => onJob('pause', id, () => api.resumeJob(id, signal)),
    fileContent: (id, signal) => attempt('fileContent', isUntold, () => api.fileContent(id, signal)),
    fileStart: (id, maxBytes, signal) => attempt('fileContent', isUntold, () => api.fileStart(id, maxBytes, signal)),
    deleteFile: (id, signal) =>
      attempt(
        'deleteFile',
        () => api.retrieveFile(id).then(() => true),
        () => api.deleteFile(id, signal),
      ),
    deleteModel: (id, signal) =>
      attempt(
        'deleteModel',
        () => isListed(id),
        () => api.deleteModel(id, signal),
      ),
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
