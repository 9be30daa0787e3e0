import type { Job } from '../api.ts';
import { readJob } from '../wire.ts';
import type { ArchivedJob } from './archiveIndex.ts';
import type { PlannedJob } from './archiveJob.ts';
import { jobFolder } from './layout.ts';

/** Gives each job its folder: the one that it has from an earlier run, though it may be called otherwise today. */
export function planJobs(records: readonly string[], known: readonly ArchivedJob[]): readonly PlannedJob[] {
  const folders = new Map(known.map(({ id, folder }) => [id, folder]));
  const taken = new Set(known.map(({ folder }) => folder.toLowerCase()));
  return records.map((record) => {
    const job = readJob(JSON.parse(record));
    const folder = folders.get(job.id) ?? jobFolder(job, (name) => taken.has(name.toLowerCase()));
    taken.add(folder.toLowerCase());
    return { record, entry: entryOf(job, folder) };
  });
}

function entryOf(job: Job, folder: string): ArchivedJob {
  const { id, status, model, suffix, createdAt, fineTunedModel, trainingFile, validationFile, resultFiles } = job;
  return {
    id,
    folder,
    status,
    model,
    suffix,
    createdAt: createdAt > 0 ? new Date(createdAt).toISOString() : undefined,
    fineTunedModel,
    trainingFile,
    validationFile,
    resultFiles,
  };
}

/** All jobs of the archive, newest first: those of this run, and those of earlier ones that the service lists no more. */
export function allJobs(planned: readonly PlannedJob[], known: readonly ArchivedJob[]): readonly ArchivedJob[] {
  const now = planned.map(({ entry }) => entry);
  const ids = new Set(now.map(({ id }) => id));
  const all = [...now, ...known.filter(({ id }) => !ids.has(id))];
  return all.toSorted((a, b) => (b.createdAt ?? '').localeCompare(a.createdAt ?? ''));
}
