import * as vscode from 'vscode';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { Job } from '../../jobs/api.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { LaunchIntent, LaunchJournal } from '../../jobs/journal.ts';
import { deleteLeftovers } from '../../jobs/launchFiles.ts';
import type { LaunchDecision, Processes } from '../../jobs/launchParts.ts';
import { settle } from '../../jobs/settleLaunch.ts';
import type { JobStore } from '../../jobs/store.ts';
import { withProgress } from '../progress.ts';
import type { Reporter } from '../report.ts';
import { jobName } from './jobName.ts';
import { dateText } from './words.ts';

export interface SettleLaunchesParts {
  readonly connections: Connections;
  readonly store: JobStore;
  readonly journal: LaunchJournal;
  readonly processes: Processes;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called when a job is in the store. */
  readonly onLaunched: (job: Job) => void;
}

/** Asks the services what became of launches, tells the person, and deletes what is left of those that became no job. */
export async function settleLaunches(intents: readonly LaunchIntent[], parts: SettleLaunchesParts): Promise<void> {
  for (const intent of intents) {
    try {
      await settleOne(intent, parts);
    } catch (error) {
      // The others can be settled all the same.
      parts.reporter.run(() => parts.reporter.show(error, () => settleLaunches([intent], parts)));
    }
  }
}

async function settleOne(intent: LaunchIntent, parts: SettleLaunchesParts): Promise<void> {
  const { t } = vscode.l10n;
  const { connections, store, journal, processes, clock, log, reporter } = parts;
  const connection = connections.get(intent.connection);
  const { name, host } = connection;
  const title = t('Asking {0} what became of a launch', `${name} (${host})`);
  const job = await withProgress(title, async (_, signal) => {
    const api = await connection.open('person', signal);
    const ask = (): Promise<LaunchDecision> => askToForget(intent);
    const known = { connection: name, api, journal, processes, clock, log, signal };
    const settling = { ...known, random: Math.random, onProgress: () => undefined, ask };
    const earlier = await settle(intent, settling);
    if (!earlier.job) await deleteLeftovers(settling);
    return earlier.job;
  });
  if (job) {
    store.apply(name, job.id, { job });
    parts.onLaunched(job);
    reporter.run(() => vscode.window.showInformationMessage(t('{0} did create the job {1}.', name, jobName(job))));
  } else {
    const text = t('{0} has no job of that launch, and nothing is left of it.', name);
    reporter.run(() => vscode.window.showInformationMessage(text));
  }
}

/** The first button, which has the focus, changes nothing. */
async function askToForget({ connection, startedAt }: LaunchIntent): Promise<LaunchDecision> {
  const { t } = vscode.l10n;
  const [keep, forget] = [t('Keep It'), t('Forget the Launch')];
  const question = t('{0} lists no job of the launch of {1}. Forget it?', connection, dateText(startedAt));
  const detail = t('The file that was uploaded for it is deleted there. A job that exists all the same would fail.');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, keep, forget);
  return chosen === forget ? 'send' : 'leave';
}
