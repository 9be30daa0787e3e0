import { t } from '@vscode/l10n';
import { UserError } from '../../common/errors.ts';
import type { RecordsApi } from '../records.ts';
import type { Patience } from '../retry.ts';
import { readIndex, type ArchiveIndex } from './archiveIndex.ts';
import { ArchiveRun } from './archiveRun.ts';
import type { ArchiveFolder } from './folder.ts';
import { archiveFiles, claimName, partEnding } from './layout.ts';

export interface ArchiveOrder {
  /** Host of the service; `local` for one on this machine. */
  readonly service: string;
  /** The service as people see it in messages. */
  readonly title: string;
  /** Ids of the jobs that are wanted; all jobs, and the files that none uses, where absent. */
  readonly jobs?: readonly string[] | undefined;
}

/** How far a run is. */
export interface ArchiveProgress {
  readonly jobs: number;
  /** Undefined until the jobs are listed. */
  readonly totalJobs: number | undefined;
  /** Fetched by this run: files, and bytes of them. */
  readonly files: number;
  readonly bytes: number;
}

export interface ArchiveParts extends Patience {
  readonly records: RecordsApi;
  readonly folder: ArchiveFolder;
  readonly onProgress: (progress: ArchiveProgress) => void;
}

/** What a run did. */
export interface ArchiveResult {
  readonly index: ArchiveIndex;
  /** Jobs of this run, and those of them of which something is new here. */
  readonly jobs: number;
  readonly newJobs: number;
  /** Files that were fetched, and their bytes. */
  readonly newFiles: number;
  readonly newBytes: number;
  /** Paths of files that were not what the index says, and were had again. */
  readonly repaired: readonly string[];
}

/**
 * Archives the fine-tuning jobs of a service in a folder, or brings an archive up to date: what is whole is neither asked
 * for nor written again. Stopped at any moment, by its signal or by a failure, it goes on with the next run. Throws a
 * UserError (`archive.*`, `service.*`) where it cannot begin or cannot go on; what a service does not give of single things
 * is no error but stands in the index.
 */
export async function archive(order: ArchiveOrder, parts: ArchiveParts): Promise<ArchiveResult> {
  const { folder } = parts;
  const before = await openIndex(order, folder);
  const run = new ArchiveRun(order, parts, before);
  await writeIfMissing(folder, archiveFiles.attributes, '* -text\n');
  await writeIfMissing(folder, archiveFiles.ignore, `*${partEnding}\n${claimName}\n`);
  return run.run();
}

/** The index of an archive that is to go on; undefined for a new one. Refuses a folder that holds something else. */
async function openIndex({ service }: ArchiveOrder, folder: ArchiveFolder): Promise<ArchiveIndex | undefined> {
  const text = await folder.read(archiveFiles.index);
  const index = text === undefined ? undefined : readIndex(text);
  if (index && index.service !== service) {
    throw new UserError(
      'archive.ofAnother',
      t('This folder holds an archive of {0}, not of {1}.', index.service, service),
      t('Choose another folder.'),
    );
  }
  if (index) return index;
  const isForeign = (path: string): boolean => !path.startsWith('.');
  if (text !== undefined || (await folder.list()).some(isForeign)) {
    throw new UserError(
      'archive.folderTaken',
      t('This folder holds files that are no archive of this version.'),
      t('Choose an empty folder, or one that holds an archive.'),
    );
  }
  return undefined;
}

async function writeIfMissing(folder: ArchiveFolder, path: string, text: string): Promise<void> {
  if ((await folder.size(path)) === undefined) await folder.write(path, text);
}
