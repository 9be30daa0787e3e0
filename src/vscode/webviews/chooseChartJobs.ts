import * as vscode from 'vscode';
import type { JobStore } from '../../jobs/store.ts';
import { identityKey, type JobIdentity } from '../../webview/messages.ts';
import { jobName } from '../jobs/jobName.ts';
import { dateText } from '../jobs/words.ts';

/** The jobs that the person wants to compare, of all services; undefined where they left or chose none. */
export async function chooseChartJobs(
  store: JobStore,
  shown: readonly JobIdentity[],
): Promise<readonly JobIdentity[] | undefined> {
  const keys = new Set(shown.map(identityKey));
  const items = store.list().map(({ connection, job }) => ({
    label: jobName(job),
    description: `${job.status}, ${dateText(job.createdAt)}, ${connection}`,
    detail: job.id,
    picked: keys.has(identityKey({ connection, id: job.id })),
    identity: { connection, id: job.id },
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
    placeHolder: vscode.l10n.t('Which jobs are drawn in one chart?'),
  });
  if (!chosen || chosen.length === 0) return undefined;
  const isChosen = new Set(chosen.map(({ identity }) => identityKey(identity)));
  // Those that are shown keep their places and their colours.
  const kept = shown.filter((job) => isChosen.has(identityKey(job)));
  return [...kept, ...chosen.map(({ identity }) => identity).filter((job) => !keys.has(identityKey(job)))];
}
