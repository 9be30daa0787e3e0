import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { shortHash } from '../../common/hash.ts';
import { failureLocations } from '../../jobs/failureLocations.ts';
import { isTerminal } from '../../jobs/jobStatus.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { createOnce } from '../../disk/textFolder.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { currentSettings } from '../settings.ts';
import { jobName } from './jobName.ts';

interface NotificationParts {
  readonly store: JobStore;
  readonly reporter: Reporter;
  /** Folder in which an empty file for each notice says that some window has shown it. */
  readonly noticesFolder: string;
  readonly createOnce: typeof createOnce;
}

/** Says once, over all windows, that a job is over. A job that a person cancelled in one of them is no news. */
export function registerNotifications({
  store,
  reporter,
  noticesFolder,
  createOnce: once,
}: NotificationParts): Disposable {
  const claim = ({ connection, job }: JobRecord, what: 'ended' | 'cancelled'): Promise<boolean> =>
    once(noticesFolder, `${shortHash(JSON.stringify([connection, job.id]))}.${what}`);
  return store.onDidChange((change) => {
    const record = change.type === 'job' ? store.get(change.connection, change.id) : undefined;
    if (change.type !== 'job' || !record) return;
    const { job, pending } = record;
    if (pending === 'cancel') reporter.runQuietly('Keeping a notice', () => claim(record, 'cancelled'));
    const isNews = change.previousStatus !== undefined && change.previousStatus !== job.status && isTerminal(job);
    if (!isNews || !currentSettings.tellsEnds()) return;
    reporter.run(async () => {
      if (await claim(record, /^cancell?ed$/.test(job.status) ? 'cancelled' : 'ended')) await tell(record);
    });
  });
}

/** A button under a notice. */
interface Offer {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

async function tell({ job }: JobRecord): Promise<void> {
  const { t } = vscode.l10n;
  const name = jobName(job);
  const on = (command: string) => (): Thenable<unknown> => vscode.commands.executeCommand(command, job.id);
  const chart: Offer = { title: t('Open Chart'), run: on(commands.openMetrics) };
  const tryIt: Offer = { title: t('Try Model...'), run: on(commands.tryModel) };
  const log: Offer = { title: t('Show Event Log'), run: on(commands.showEvents) };
  const silence: Offer = { title: t("Don't Show Again"), run: () => currentSettings.setTellsEnds(false) };
  const problems: Offer = {
    title: t('Open Problems'),
    run: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
  };
  const choose = async (shown: Thenable<Offer | undefined>): Promise<void> => {
    await (await shown)?.run();
  };
  const { showErrorMessage, showInformationMessage } = vscode.window;
  if (job.status === 'failed') {
    const why = job.error?.message ?? t('The service gave no reason.');
    const where = failureLocations(why).length > 0 ? [problems] : [];
    const text = t('Fine-tuning "{0}" failed: {1}', name, why);
    return choose(showErrorMessage(text, ...where, log, silence));
  }
  if (job.status === 'succeeded') {
    const model = job.fineTunedModel;
    const text =
      model === undefined
        ? t('Fine-tuning "{0}" succeeded.', name)
        : t('Fine-tuning "{0}" succeeded: {1}', name, model);
    const trying = model === undefined ? [] : [tryIt];
    return choose(showInformationMessage(text, chart, ...trying, log, silence));
  }
  return choose(showInformationMessage(t('Fine-tuning "{0}" was cancelled.', name), log, silence));
}
