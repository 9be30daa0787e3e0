import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { errorText, isAbort, UserError } from '../common/errors.ts';
import { silentLogger } from '../common/logger.ts';
import { dayOf, pause, systemClock } from '../common/time.ts';
import { problemMessage } from '../dataset/messages.ts';
import { processes } from '../disk/processes.ts';
import { textFolder } from '../disk/textFolder.ts';
import type { Job, JobsApi } from '../jobs/api.ts';
import { isPassing } from '../jobs/failure.ts';
import { failureLocations } from '../jobs/failureLocations.ts';
import { checkJobFile, launchOf, readJobFile, type JobFileContent, type JobFileLaunch } from '../jobs/jobFile.ts';
import { isFileId } from '../jobs/fileId.ts';
import { isTerminal } from '../jobs/jobStatus.ts';
import { LaunchJournal } from '../jobs/journal.ts';
import { launch } from '../jobs/launch.ts';
import type { JobFile } from '../jobs/requestRules/fit.ts';
import { retirements } from '../jobs/retirement.ts';
import { retrying } from '../jobs/retry.ts';
import { UploadedFiles } from '../jobs/uploadedFiles.ts';
import { decideOnDoubt } from './launchDoubts.ts';
import { launchFile, type FileUse, type LaunchedFile } from './launchFile.ts';
import { launchService, type LaunchService } from './launchService.ts';
import { launchArguments, launchExitCodes, launchUsage, type LaunchArguments } from './launchUsage.ts';
import { stateFolder } from './stateFolder.ts';
import { isUsageError, readingFailure, type Io } from './usage.ts';

/** A launch that ends with an exit code of its own. */
class LaunchEnd extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** Launches the job of a job file; resolves to the exit code. */
export async function runLaunch(args: readonly string[], io: Io, environment = process.env): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(launchUsage);
    return launchExitCodes.ok;
  }
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop);
  try {
    return await run(launchArguments(args), io, environment, controller.signal);
  } catch (error) {
    const { code, message } = endOf(error);
    io.stderr.write(`${message}\n`);
    return code;
  } finally {
    process.off('SIGINT', stop);
  }
}

function endOf(error: unknown): { readonly code: number; readonly message: string } {
  if (error instanceof LaunchEnd) return error;
  const unreadable = readingFailure(error);
  if (unreadable !== undefined) {
    const path = (error as NodeJS.ErrnoException).path ?? '';
    return { code: launchExitCodes.cannotRead, message: `Cannot read ${path}: ${unreadable}` };
  }
  if (isAbort(error)) return { code: launchExitCodes.refused, message: 'Stopped.' };
  const isUsage = error instanceof UserError ? error.code === 'cli.usage' : isUsageError(error);
  if (isUsage) return { code: launchExitCodes.usage, message: `${errorText(error)}\n\n${launchUsage}` };
  if (!(error instanceof UserError)) throw error;
  const isUncertain = ['launch.uncertain', 'launch.notFound', 'launch.underWay'].includes(error.code);
  return { code: isUncertain ? launchExitCodes.uncertain : launchExitCodes.refused, message: error.text };
}

async function run(
  args: LaunchArguments,
  io: Io,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  const content = readJobFile((await readFile(args.file, 'utf8')).replace(/^\uFEFF/, ''));
  const service = await launchService(args, content.connection, environment);
  const what = launchOf(content) ?? refuse(content, service);
  const sources = await checkedSources(what, args.file, service);
  requireNoErrors(content, sources, service);
  await tellEndings(what, service, io, signal);
  const folder = textFolder(await usableFolder(args.state ?? stateFolder(environment)));
  const journal = new LaunchJournal(folder);
  const job = await launch(
    { request: what.request, ...sources },
    {
      connection: service.name,
      api: service.api,
      journal,
      uploaded: new UploadedFiles(folder),
      processes: processes(),
      log: silentLogger,
      newToken: randomUUID,
      onProgress: () => undefined,
      onRefused: ({ path }, words) => io.stderr.write(refusedLines(path, words)),
      ask: (doubt) => decideOnDoubt(doubt, journal, args.again),
      clock: systemClock,
      random: Math.random,
      signal,
    },
  );
  io.stdout.write(`launched ${job.id} on ${service.host}\n`);
  const code = args.wait ? await waitFor(job, service.api, io, signal) : launchExitCodes.ok;
  const intent = await journal.launchOf(service.name, job.id);
  if (intent) await journal.tell(intent);
  return code;
}

/** A launch that cannot be remembered could be made twice. */
async function usableFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK);
    return path;
  } catch (error) {
    const message = `Launches cannot be remembered in ${path} (${errorText(error)}): name another folder with --state.`;
    throw new LaunchEnd(launchExitCodes.cannotRead, message);
  }
}

/** Says what is about to end, before anything is sent. */
async function tellEndings(
  { request }: JobFileLaunch,
  service: LaunchService,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { host, api } = service;
  // Who does not tell their models may launch all the same.
  const models = await api.listModels(signal).catch(() => []);
  for (const { message, advice } of retirements({ host, model: request.model, models }, systemClock.now())) {
    io.stderr.write(`warning: ${message} ${advice}\n`);
  }
}

/** A line for each place that the service spoke of, as compilers write them. */
const refusedLines = (path: string, words: string): string =>
  failureLocations(words)
    .map(({ line }) => `${path}:${line}: ${words}\n`)
    .join('');

type Source = LaunchedFile | { readonly id: string };

interface Sources {
  readonly training: Source;
  readonly validation?: Source;
}

async function checkedSources(what: JobFileLaunch, jobFile: string, service: LaunchService): Promise<Sources> {
  const use = { target: service.target, model: what.request.model };
  const source = (name: string, more: Pick<FileUse, 'role' | 'trainingFile'>): Promise<Source> => {
    if (isFileId(name)) return Promise.resolve({ id: name });
    return launchFile(isAbsolute(name) ? name : join(dirname(jobFile), name), { ...use, ...more });
  };
  const training = await source(what.trainingFile, { role: 'training' });
  if (what.validationFile === undefined) return { training };
  const compared = 'id' in training ? {} : { trainingFile: training.path };
  return { training, validation: await source(what.validationFile, { role: 'validation', ...compared }) };
}

/** Errors of data and job stop a launch, all of them told. */
function requireNoErrors(content: JobFileContent, { training, validation }: Sources, service: LaunchService): void {
  const facts = (source: Source | undefined): JobFile =>
    source && 'check' in source ? { name: source.name, format: source.check.format } : {};
  const problems = checkJobFile(content, {
    target: service.target,
    today: dayOf(systemClock.now()),
    files: { training: facts(training), validation: facts(validation) },
  });
  const lines = problems
    .filter(({ severity }) => severity === 'error')
    .map(({ path, message, rule }) => `${path}: ${message} (${rule})`);
  for (const source of [training, validation]) {
    if (!source || !('check' in source)) continue;
    const { path, check } = source;
    const errors = check.problems.filter(({ severity }) => severity === 'error');
    lines.push(...errors.map((problem) => `${path}:${problem.row + 1}: ${problemMessage(problem)} (${problem.rule})`));
  }
  if (lines.length > 0) throw new LaunchEnd(launchExitCodes.errors, `Not launched.\n${lines.join('\n')}`);
}

function refuse(content: JobFileContent, { target }: LaunchService): never {
  const lines = checkJobFile(content, { target }).map(({ path, message, rule }) => `${path}: ${message} (${rule})`);
  throw new LaunchEnd(launchExitCodes.errors, `Not launched.\n${lines.join('\n')}`);
}

/** Milliseconds between two looks at a job. */
const look = 2_000;
/** A service may be away for some minutes: jobs take hours. */
const triesOfLook = 40;

async function waitFor(launched: Job, api: JobsApi, io: Io, signal: AbortSignal): Promise<number> {
  const patience = { clock: systemClock, random: Math.random, signal };
  let job = launched;
  for (let told = ''; ;) {
    if (job.status !== told) io.stdout.write(`${job.id} ${job.status}\n`);
    if (isTerminal(job)) break;
    told = job.status;
    await pause(systemClock, look, signal);
    const { id } = job;
    job = await retrying(() => api.retrieveJob(id, signal), isPassing, patience, triesOfLook);
  }
  if (job.fineTunedModel !== undefined) io.stdout.write(`model ${job.fineTunedModel}\n`);
  if (job.error) io.stderr.write(`${job.error.message}\n`);
  return job.status === 'succeeded' ? launchExitCodes.ok : launchExitCodes.jobFailed;
}
