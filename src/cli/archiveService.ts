import { join, resolve } from 'node:path';
import { errorText, isAbort, UserError } from '../common/errors.ts';
import { systemClock } from '../common/time.ts';
import { archiveFolder } from '../disk/archiveFolder.ts';
import { withFolder } from '../disk/folderClaim.ts';
import { archive } from '../jobs/archive/archive.ts';
import { claimName } from '../jobs/archive/layout.ts';
import {
  archivedService,
  archiveSummary,
  archiveTarget,
  isMoreToHave,
  progressWords,
} from '../jobs/archive/summary.ts';
import { isWhole, verifyArchive, type DatasetFacts, type DatasetUse } from '../jobs/archive/verify.ts';
import { verifyReport } from '../jobs/archive/verifyReport.ts';
import { checkPath } from '../worker/checkPath.ts';
import { Counters } from '../worker/ranks.ts';
import { keepAnswersIn } from './answers.ts';
import { answersArguments } from './answersUsage.ts';
import { archiveArguments, archiveExitCodes, archiveUsage, type ArchiveArguments } from './archiveUsage.ts';
import { launchService } from './launchService.ts';
import { ownPrograms } from './programs.ts';
import { ProgressLine } from './progressLine.ts';
import { isUsageError, readingFailure, type Io } from './usage.ts';

/** Archives the jobs of a service, or checks an archive; resolves to the exit code. */
export async function runArchive(args: readonly string[], io: Io, environment = process.env): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(archiveUsage);
    return archiveExitCodes.ok;
  }
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  const progress = new ProgressLine(io.stderr, systemClock);
  try {
    const run = { io, environment, signal: controller.signal, progress };
    if (args.some((word) => /^--answers(=|$)/.test(word))) {
      await keepAnswersIn(answersArguments(args), { ...run, stdout: io.stdout });
      return archiveExitCodes.ok;
    }
    const asked = archiveArguments(args);
    return await (asked.type === 'verify' ? verify(asked.folder, run) : archiveTo(asked, run));
  } catch (error) {
    progress.end();
    const { code, message } = endOf(error);
    io.stderr.write(`${message}\n`);
    return code;
  } finally {
    process.off('SIGINT', stop);
  }
}

interface Run {
  readonly io: Io;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly progress: ProgressLine;
}

async function archiveTo(args: ArchiveArguments, { io, environment, signal, progress }: Run): Promise<number> {
  const { name, host, api } = await launchService(args, undefined, environment);
  const order = { service: archivedService(host), title: name === host ? host : `${name} (${host})`, jobs: args.jobs };
  const parts = {
    records: api.records,
    folder: archiveFolder(args.out),
    clock: systemClock,
    random: Math.random,
    signal,
    onProgress: (state: Parameters<typeof progressWords>[0]) => progress.show(progressWords(state)),
  };
  const result = await withFolder(args.out, claimName, systemClock, () => archive(order, parts));
  progress.end();
  io.stdout.write(`${archiveSummary(name, result)}\narchive: ${resolve(args.out)}\n`);
  return isMoreToHave(result) ? archiveExitCodes.partial : archiveExitCodes.ok;
}

async function verify(folder: string, { io, signal, progress }: Run): Promise<number> {
  const counters = new Counters(ownPrograms().ranks);
  const found = await verifyArchive({
    folder: archiveFolder(folder),
    signal,
    onProgress: (done, total) => progress.show(`${done} of ${total} files`),
    async checkDataset(path: string, { service, ...use }: DatasetUse): Promise<DatasetFacts> {
      const options = { ...use, target: archiveTarget(service), maxProblems: 0 };
      return checkPath(join(folder, path), options, { counters, signal });
    },
  });
  progress.end();
  io.stdout.write(verifyReport(found));
  return isWhole(found) ? archiveExitCodes.ok : archiveExitCodes.partial;
}

/** Codes of errors that are about the folder. */
const ofFolder: readonly string[] = ['archive.ofAnother', 'archive.folderTaken', 'archive.none', 'folder.inUse'];

const writingFailures: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full.'],
  ['EDQUOT', 'your share of the disk is full.'],
  ['EROFS', 'the disk can only be read.'],
  ['ENOTDIR', 'it is no folder.'],
  ['EEXIST', 'it is no folder.'],
]);

function endOf(error: unknown): { readonly code: number; readonly message: string } {
  const failure = readingFailure(error);
  if (failure !== undefined) {
    const { code = '', path = '' } = error as NodeJS.ErrnoException;
    return { code: archiveExitCodes.folder, message: `Cannot use ${path}: ${writingFailures.get(code) ?? failure}` };
  }
  if (isAbort(error)) {
    return { code: archiveExitCodes.refused, message: 'Stopped. Run it again, and it goes on where it stopped.' };
  }
  const isUsage = error instanceof UserError ? error.code === 'cli.usage' : isUsageError(error);
  if (isUsage) return { code: archiveExitCodes.usage, message: `${errorText(error)}\n\n${archiveUsage}` };
  if (!(error instanceof UserError)) throw error;
  const { folder, refused } = archiveExitCodes;
  return { code: ofFolder.includes(error.code) ? folder : refused, message: error.text };
}
