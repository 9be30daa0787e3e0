import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import { act } from '../../jobs/actions.ts';
import type { Job } from '../../jobs/api.ts';
import type { Connections } from '../../jobs/connections.ts';
import { allowedActions, isTerminal, type JobAction } from '../../jobs/jobStatus.ts';
import { LaunchJournal } from '../../jobs/journal.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { commands } from '../ids.ts';
import type { EventLogs } from './events.ts';
import type { LaunchParts } from './launch.ts';
import type { JobNode } from './nodes.ts';
import { dateText } from './words.ts';
import { jobName } from './jobName.ts';
import type { Charts } from '../webviews/registerCharts.ts';

export interface JobCommandParts extends LaunchParts {
  readonly connections: Connections;
  readonly pollers: Pollers;
  readonly eventLogs: EventLogs;
  readonly charts: Charts;
}

/** Commands on jobs. Each takes a row, a job id, or nothing (it then asks which job). */
export function registerJobCommands(parts: JobCommandParts): Disposable {
  const owned = new DisposableStore();
  const { reporter } = parts;
  /**
   * With a text or launch argument the caller is a program: errors are thrown to it. Otherwise a person asked: errors are
   * shown, with a way to try again.
   */
  const register = (id: string, run: (argument: unknown) => Promise<unknown>): void => {
    const guarded = async (argument: unknown): Promise<unknown> => {
      if (isAutomation(argument)) return run(argument);
      try {
        return await run(argument);
      } catch (error) {
        // Not waited for: the command is over when the message is up, not when it is answered.
        reporter.run(() => reporter.show(error, async () => guarded(argument)));
        return undefined;
      }
    };
    owned.add(vscode.commands.registerCommand(id, guarded));
  };

  register(commands.launchJob, async (argument) => {
    const { runLaunchCommand } = await import('./launch.ts');
    return runLaunchCommand(argument, parts);
  });
  for (const action of ['pause', 'resume', 'cancel'] as const) {
    register(commands[`${action}Job`], (argument) => runAction(action, argument, parts));
  }
  register(commands.openMetrics, async (argument) => {
    const records = await Promise.all([argument].flat().map((job) => chooseListedJob(job, parts)));
    const jobs = records.flatMap((record) => (record ? [{ connection: record.connection, id: record.job.id }] : []));
    if (jobs.length > 0) await parts.charts.open(jobs);
  });
  register(commands.showEvents, async (argument) => {
    const record = await chooseJob(argument, parts, () => true);
    if (record) await parts.eventLogs.show(record);
  });
  register(commands.launchAgain, async (argument) => {
    const record = await chooseJob(argument, parts, () => true);
    if (!record) return;
    const { launchAgain } = await import('./launchAgain.ts');
    await launchAgain(record, new LaunchJournal(parts.launches));
  });
  register(commands.copyJobId, async (argument) => {
    const record = await chooseJob(argument, parts, () => true);
    if (record) await vscode.env.clipboard.writeText(record.job.id);
  });
  register(commands.copyModelName, async (argument) => {
    const record = await chooseJob(argument, parts, (job) => job.fineTunedModel !== undefined);
    if (record?.job.fineTunedModel) await vscode.env.clipboard.writeText(record.job.fineTunedModel);
  });
  register(commands.refreshJobs, async () => {
    await parts.connections.default().open('person');
    await parts.pollers.wakeUsed();
  });
  return owned;
}

const isAutomation = (argument: unknown): boolean =>
  typeof argument === 'string' ||
  Array.isArray(argument) ||
  (typeof argument === 'object' && argument !== null && ('trainingFile' in argument || 'jobFile' in argument));

async function runAction(action: JobAction, argument: unknown, parts: JobCommandParts): Promise<string | undefined> {
  const { connections, store, pollers } = parts;
  const record = await chooseListedJob(argument, parts, (job) => allowedActions(job).includes(action));
  if (!record) return undefined;
  requireAllowed(action, record.job);
  const api = await connections.get(record.connection).open('person');
  await act(action, record.job.id, { connection: record.connection, api, store });
  pollers.wake(record.connection);
  return record.job.id;
}

function requireAllowed(action: JobAction, job: Job): void {
  // The service decides; only what can never be is refused here.
  if (!isTerminal(job)) return;
  throw new UserError('job.isOver', isOver[action](job));
}

const isOver: Readonly<Record<JobAction, (job: Job) => string>> = {
  pause: ({ id, status }) => vscode.l10n.t('Job {0} is over ({1}) and cannot be paused.', id, status),
  resume: ({ id, status }) => vscode.l10n.t('Job {0} is over ({1}) and cannot be resumed.', id, status),
  cancel: ({ id, status }) => vscode.l10n.t('Job {0} is over ({1}) and cannot be cancelled.', id, status),
};

/** As `chooseJob`; a program may name a job that this window has not listed yet. */
async function chooseListedJob(
  argument: unknown,
  parts: JobCommandParts,
  isFit: (job: Job) => boolean = () => true,
): Promise<JobRecord | undefined> {
  const { connections, store } = parts;
  if (typeof argument === 'string' && !store.find(argument)) {
    const connection = connections.default();
    const api = await connection.open('person');
    store.apply(connection.name, argument, { job: await api.retrieveJob(argument) });
  }
  return chooseJob(argument, parts, isFit);
}

/** The job that a row, an id or the person names; undefined where the person left. */
async function chooseJob(
  argument: unknown,
  { store }: JobCommandParts,
  isFit: (job: Job) => boolean,
): Promise<JobRecord | undefined> {
  if (typeof argument === 'string') return store.find(argument) ?? unknownJob(argument);
  if (typeof argument === 'object' && argument !== null && 'record' in argument) {
    const { record } = argument as JobNode;
    return store.get(record.connection, record.job.id) ?? record;
  }
  const fitting = store.list().filter(({ job }) => isFit(job));
  const { t } = vscode.l10n;
  if (fitting.length === 0) throw new UserError('job.noneFits', t('No job can do that now.'));
  const items = fitting.map((record) => ({
    label: jobName(record.job),
    description: `${record.job.status}, ${dateText(record.job.createdAt)}, ${record.connection}`,
    detail: record.job.id,
    record,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Which job?'), matchOnDetail: true });
  return chosen?.record;
}

function unknownJob(id: string): never {
  throw new UserError('job.unknown', vscode.l10n.t('There is no job {0}.', id), vscode.l10n.t('Check its id.'));
}
