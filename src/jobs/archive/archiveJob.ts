import { jobFileText } from '../jobFile.ts';
import { isTerminal } from '../jobStatus.ts';
import { requestOf } from '../relaunch.ts';
import { relativePath } from '../relativePath.ts';
import { readJob } from '../wire.ts';
import type { ArchivedJob, Missing, MissingPart } from './archiveIndex.ts';
import type { FileStore, Obtained } from './fileStore.ts';
import type { ArchiveFolder } from './folder.ts';
import type { JobRecords } from './jobRecords.ts';
import { pretty } from './jsonText.ts';
import { jobFiles, resultsName } from './layout.ts';
import type { Ledger } from './ledger.ts';
import { metricsCsv } from './metricsCsv.ts';

export interface ArchiveJobParts {
  readonly folder: ArchiveFolder;
  readonly ledger: Ledger;
  readonly files: FileStore;
  readonly records: JobRecords;
}

/** A job that is to be archived. */
export interface PlannedJob {
  /** As the service sent it. */
  readonly record: string;
  readonly entry: ArchivedJob;
}

/**
 * Brings the folder of a job up to what the service has: its files, events, checkpoints, what is made of them, and last its
 * record, so that a record of a job that is over says that the rest is there. Gives what could not be had.
 */
export async function archiveJob({ record, entry }: PlannedJob, parts: ArchiveJobParts): Promise<readonly Missing[]> {
  const { folder, ledger, files, records } = parts;
  const { id, trainingFile, validationFile, resultFiles } = entry;
  const at = (name: string): string => `${entry.folder}/${name}`;
  const missing: Missing[] = [];
  const obtain = async (file: string, name: string, part: MissingPart): Promise<string | undefined> => {
    const obtained: Obtained = await files.obtain(file, at(name), part);
    if ('path' in obtained) return obtained.path;
    missing.push({ part, ...obtained, job: id, file });
    return undefined;
  };
  const training = trainingFile === undefined ? undefined : await obtain(trainingFile, jobFiles.training, 'training');
  const validation =
    validationFile === undefined ? undefined : await obtain(validationFile, jobFiles.validation, 'validation');
  const results: string[] = [];
  for (const [index, file] of resultFiles.entries()) {
    const path = await obtain(file, resultsName(index), 'results');
    if (path !== undefined) results.push(path);
  }

  const job = readJob(JSON.parse(record));
  const text = pretty(record);
  const isSame = (await ledger.find(at(jobFiles.record))) && (await folder.read(at(jobFiles.record))) === text;
  const isSettled = isSame && isTerminal(job);
  for (const part of ['events', 'checkpoints'] as const) {
    if (isSettled && (await ledger.find(at(jobFiles[part])))) continue;
    const absence = await records[part](id, at(jobFiles[part]));
    // What no job has is said once, by who asked for all.
    if (absence && absence.reason !== 'unsupported') missing.push({ part, ...absence, job: id });
  }
  const sources = [at(jobFiles.events), at(jobFiles.checkpoints), ...results];
  if (sources.some((path) => ledger.written.has(path)) || !(await ledger.find(at(jobFiles.metrics)))) {
    const [events = '', checkpoints = '', ...tables] = await Promise.all(sources.map((path) => folder.read(path)));
    await ledger.write(
      at(jobFiles.metrics),
      metricsCsv({ events, checkpoints, results: tables.map((table) => table ?? '') }),
    );
  }
  const named = (path: string): string => relativePath(`/${at(jobFiles.jobFile)}`, `/${path}`);
  // It names no connection: the old one may be gone when it is used. What could not be had is named by its id.
  const again = {
    request: requestOf(job),
    trainingFile: training === undefined ? (trainingFile ?? '') : named(training),
    validationFile: validation === undefined ? validationFile : named(validation),
  };
  await ledger.write(at(jobFiles.jobFile), jobFileText(again));
  await ledger.write(at(jobFiles.record), text);
  return missing;
}
