import { isObject } from '../common/json.ts';
import type { Checkpoint, Job } from './api.ts';
import { isActive } from './jobStatus.ts';
import { progressOf, type Progress } from './progress.ts';
import { quotable } from './serviceErrors.ts';
import type { JobRecord } from './store.ts';

/** What is kept of one job. Its events are not: they are a service's words, which may repeat what is in the data. */
export interface KeptJob {
  readonly job: Job;
  readonly checkpoints: readonly Checkpoint[];
  readonly progress?: Progress;
}

/** The jobs of one connection as a window last saw them, for the other windows and for the next start. */
export interface Snapshot {
  readonly jobs: readonly KeptJob[];
  /** The last job of the newest list, where the service has older ones. */
  readonly tail?: string;
}

/** Raised when what is kept changes its shape; another version's is passed over. */
const version = 1;

/** Jobs that are kept, the newest first; active ones always. */
const mostJobs = 1000;

/** JSON. A service's words on a failure are kept without what may be a key or a row. */
export function snapshotText(records: readonly JobRecord[], tail: string | undefined): string {
  const kept = records.filter(({ job }, index) => index < mostJobs || isActive(job));
  const jobs = kept.map((record): KeptJob => {
    const { job, checkpoints } = record;
    const progress = progressOf(record);
    const error = job.error && { error: { ...job.error, message: quotable(job.error.message) } };
    return { job: { ...job, ...error }, checkpoints, ...(progress && { progress }) };
  });
  return JSON.stringify({ version, jobs, tail });
}

/** Undefined for a text that is none; jobs that are not whole are left out. */
export function readSnapshot(text: string | undefined): Snapshot | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isObject(value) || value['version'] !== version || !Array.isArray(value['jobs'])) return undefined;
    const jobs = value['jobs'].filter(isKeptJob);
    return { jobs, ...(typeof value['tail'] === 'string' && { tail: value['tail'] }) };
  } catch {
    return undefined;
  }
}

function isKeptJob(value: unknown): value is KeptJob {
  if (!isObject(value) || !isObject(value['job']) || !Array.isArray(value['checkpoints'])) return false;
  const { id, status, model, createdAt, resultFiles, metadata } = value['job'];
  const areTexts = [id, status, model].every((part) => typeof part === 'string');
  const isJob = areTexts && typeof createdAt === 'number' && Array.isArray(resultFiles) && isObject(metadata);
  return isJob && value['checkpoints'].every((each) => isObject(each) && isObject(each['metrics']));
}
