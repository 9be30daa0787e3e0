import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import { act, possibleActions } from '../../jobs/actions.ts';
import type { Job } from '../../jobs/api.ts';
import { featuresOf } from '../../jobs/connections.ts';
import { isTerminal, type JobAction } from '../../jobs/jobStatus.ts';
import { LaunchJournal } from '../../jobs/journal.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import type { Charts } from '../webviews/registerCharts.ts';
import { chooseJob, chooseJobs, isAutomation, type ChoosingParts } from './chooseJob.ts';
import type { EventLogs } from './events.ts';
import type { LaunchParts } from './launch.ts';

export interface JobCommandParts extends LaunchParts, ChoosingParts {
  readonly pollers: Pollers;
  readonly eventLogs: EventLogs;
  readonly charts: Charts;
}

/** What a command does. `rows` = all selected rows, where it was called on one of them. */
export type JobCommand = (argument: unknown, rows?: unknown) => Promise<unknown>;

/**
 * Registers a command on jobs. With a text or object argument the caller is a program: errors are thrown to it. Otherwise a
 * person asked: errors are shown, with a way to try again.
 */
export function jobCommand(reporter: Reporter, id: string, run: JobCommand): Disposable {
  const guarded: JobCommand = async (argument, rows) => {
    if (isAutomation(argument)) return run(argument);
    try {
      return await run(argument, rows);
    } catch (error) {
      // Not waited for: the command is over when the message is up, not when it is answered.
      reporter.run(() => reporter.show(error, async () => guarded(argument, rows)));
      return undefined;
    }
  };
  return vscode.commands.registerCommand(id, guarded);
}

/** Commands that steer jobs and open what is known of them. Each takes rows, a job id, or nothing (it then asks which job). */
export function registerJobCommands(parts: JobCommandParts): Disposable {
  const owned = new DisposableStore();
  const register = (id: string, run: JobCommand): void => {
    owned.add(jobCommand(parts.reporter, id, run));
  };
  register(commands.launchJob, async (argument) => {
    const { runLaunchCommand } = await import('./launch.ts');
    return runLaunchCommand(argument, parts);
  });
  for (const action of ['pause', 'resume', 'cancel'] as const) {
    register(commands[`${action}Job`], (argument, rows) => runAction(action, argument, rows, parts));
  }
  register(commands.openMetrics, async (argument, rows) => {
    const records = await chooseJobs(argument, rows, parts);
    const jobs = records.map(({ connection, job }) => ({ connection, id: job.id }));
    if (jobs.length > 0) await parts.charts.open(jobs);
  });
  register(commands.showEvents, async (argument) => {
    const record = await chooseJob(argument, parts);
    if (record) await parts.eventLogs.show(record);
  });
  register(commands.launchAgain, async (argument) => {
    const record = await chooseJob(argument, parts);
    if (!record) return;
    const { launchAgain } = await import('./launchAgain.ts');
    await launchAgain(record, new LaunchJournal(parts.launches));
  });
  register(commands.refreshJobs, async () => {
    await parts.connections.default().open('person');
    await parts.pollers.wakeUsed();
  });
  return owned;
}

/** Gives the id of the job, or undefined where the person left. Of several the first that fails ends it. */
async function runAction(
  action: JobAction,
  argument: unknown,
  rows: unknown,
  parts: JobCommandParts,
): Promise<string | undefined> {
  const { connections, store, pollers } = parts;
  const isFit = (record: JobRecord): boolean =>
    possibleActions(record, featuresOf(connections, record.connection)).includes(action);
  const records = await chooseJobs(argument, rows, parts, isFit);
  for (const { connection, job } of records) {
    requireAllowed(action, job);
    const api = await connections.get(connection).open('person');
    await act(action, job.id, { connection, api, store });
    pollers.wake(connection);
  }
  return records[0]?.job.id;
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
