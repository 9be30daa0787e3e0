import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { failureLocations } from '../../jobs/failureLocations.ts';
import { isTerminal } from '../../jobs/jobStatus.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { createOnce } from '../../disk/textFolder.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { jobName } from './jobName.ts';

interface NotificationParts {
  readonly store: JobStore;
  readonly reporter: Reporter;
  /** Folder in which one empty file a notice says that some window has shown it. */
  readonly noticesFolder: string;
  readonly createOnce: typeof createOnce;
}

/** Says once, over all windows, that a job succeeded or failed. A cancelled job is no news to who cancelled it. */
export function registerNotifications(parts: NotificationParts): Disposable {
  const { store, reporter } = parts;
  return store.onDidChange((change) => {
    if (change.type !== 'job' || change.previousStatus === undefined) return;
    const record = store.get(change.connection, change.id);
    if (!record || record.job.status === change.previousStatus || !isTerminal(record.job)) return;
    if (record.job.status === 'cancelled') return;
    reporter.run(async () => {
      if (await parts.createOnce(parts.noticesFolder, `${record.job.id}.ended`)) await tell(record);
    });
  });
}

async function tell(record: JobRecord): Promise<void> {
  const { t } = vscode.l10n;
  const { job } = record;
  const name = jobName(job);
  const log = t('Show Event Log');
  if (job.status === 'failed') {
    const why = job.error?.message ?? t('The service gave no reason.');
    const problems = failureLocations(why).length > 0 ? [t('Open Problems')] : [];
    const text = t('Fine-tuning "{0}" failed: {1}', name, why);
    const chosen = await vscode.window.showErrorMessage(text, ...problems, log);
    if (chosen !== undefined && chosen === problems[0])
      await vscode.commands.executeCommand('workbench.actions.view.problems');
    if (chosen === log) await vscode.commands.executeCommand(commands.showEvents, job.id);
    return;
  }
  const copy = t('Copy Model Name');
  const text = t('Fine-tuning "{0}" succeeded: {1}', name, job.fineTunedModel ?? '');
  const chosen = await vscode.window.showInformationMessage(text, copy, log);
  if (chosen === copy) await vscode.env.clipboard.writeText(job.fineTunedModel ?? '');
  if (chosen === log) await vscode.commands.executeCommand(commands.showEvents, job.id);
}
