import * as vscode from 'vscode';
import { possibleActions } from '../../jobs/actions.ts';
import type { Job } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import { isTerminal } from '../../jobs/jobStatus.ts';
import type { ModelEnd } from '../../jobs/modelEnd.ts';
import { progressOf } from '../../jobs/progress.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { timeLeft } from '../../jobs/timeLeft.ts';
import { jobName, jobRowName } from './jobName.ts';
import { tooltip } from './tooltip.ts';
import { dateText, durationText, progressBar } from './words.ts';

/** What the rows of a job depend on beside the job. */
export interface JobSurroundings {
  /** Undefined where it is gone. */
  readonly connection: Connection | undefined;
  readonly isPinned: boolean;
  /** When a model of the job's service ends, as far as that is known. */
  readonly endOf: (model: string) => ModelEnd | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** `[icon, colour]` by status; a status we do not know is shown as active. */
const statusIcons: Readonly<Record<string, readonly [string, string?]>> = {
  validating_files: ['checklist'],
  queued: ['clock'],
  pending: ['clock'],
  running: ['loading~spin'],
  pausing: ['loading~spin'],
  resuming: ['loading~spin'],
  paused: ['debug-pause', 'charts.yellow'],
  succeeded: ['pass', 'testing.iconPassed'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  cancelled: ['circle-slash', 'disabledForeground'],
  canceled: ['circle-slash', 'disabledForeground'],
};

/** The row of a job. */
export function jobItem(record: JobRecord, surroundings: JobSurroundings): vscode.TreeItem {
  const { job } = record;
  const { isPinned, now } = surroundings;
  const item = new vscode.TreeItem(jobRowName(job), vscode.TreeItemCollapsibleState.Collapsed);
  item.iconPath = statusIcon(job.status);
  item.description = [...statusParts(record, now), ...(job.error ? [job.error.message] : [])].join(', ');
  item.tooltip = jobTooltip(record, surroundings);
  item.contextValue = [
    'job',
    ...possibleActions(record, surroundings.connection?.features),
    ...(job.fineTunedModel ? ['model'] : []),
    isPinned ? 'pinned' : 'unpinned',
  ].join(' ');
  const name = jobName(job);
  const place = isPinned ? vscode.l10n.t('{0}, pinned', name) : name;
  item.accessibilityInformation = { label: `${place}, ${item.description}` };
  return item;
}

/** The icon of a status, in its colour. */
export function statusIcon(status: string): vscode.ThemeIcon {
  const [icon, colour] = statusIcons[status] ?? ['sync'];
  return new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
}

/** A job's status in words: `validating files`; one that nobody knows is left as its service writes it. */
export const statusWords = (job: Job): string =>
  job.status in statusIcons ? job.status.replaceAll('_', ' ') : rawStatus(job);

/** `running 42%`, `step 91/216`, `loss 1.08`: what a person wants to know at a glance, the most wanted first. */
function statusParts(record: JobRecord, now: number): readonly string[] {
  const { t } = vscode.l10n;
  const { job } = record;
  const progress = isTerminal(job) && job.status !== 'cancelled' ? undefined : progressOf(record);
  const percent = progress && Math.floor((100 * progress.step) / progress.totalSteps);
  const status = shownStatus(record);
  const parts = [percent === undefined ? status : `${status} ${percent}%`];
  if (progress) parts.push(t('step {0}/{1}', progress.step, progress.totalSteps));
  const left = timeLeft(record, now);
  if (left !== undefined) parts.push(t('{0} left', durationText(left)));
  if (progress?.trainLoss !== undefined) parts.push(t('loss {0}', progress.trainLoss.toFixed(2)));
  if (job.status === 'succeeded' && job.finishedAt !== undefined) {
    parts.push(durationText(job.finishedAt - job.createdAt));
  }
  return parts;
}

/** What was asked for and has not happened yet, else the status. */
function shownStatus({ job, pending }: JobRecord): string {
  const { t } = vscode.l10n;
  const waiting = { pause: t('pausing...'), resume: t('resuming...'), cancel: t('cancelling...') };
  return pending && job.status !== 'pausing' ? waiting[pending] : statusWords(job);
}

/** The row of a job's status: how far it is as a bar, and the status as the service wrote it in the tooltip. */
export function statusItem(record: JobRecord, now: number): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { job } = record;
  const item = new vscode.TreeItem(t('Status'));
  const progress = job.status === 'succeeded' || job.status === 'failed' ? undefined : progressOf(record);
  const [status, ...others] = statusParts(record, now);
  const bar = progress ? [progressBar(progress.step / progress.totalSteps)] : [];
  item.description = [...bar, status, ...others].join(bar.length > 0 ? ' · ' : ', ');
  item.iconPath = statusIcon(job.status);
  item.tooltip = tooltip([
    t('The service says: {0}', rawStatus(record.job)),
    ...(record.pending ? [t('Asked for, and not done yet: {0}', record.pending)] : []),
  ]);
  item.contextValue = 'status';
  item.accessibilityInformation = { label: [t('Status'), status, ...others].join(', ') };
  return item;
}

const rawStatus = ({ status, statusText }: Job): string => statusText ?? status;

/** When a model ends, and where that is known from. */
export function endText({ day, source }: ModelEnd): string {
  return vscode.l10n.t('Ends on {0} ({1})', day, source);
}

function jobTooltip(record: JobRecord, { connection, endOf, now }: JobSurroundings): vscode.MarkdownString {
  const { job } = record;
  const { t } = vscode.l10n;
  const end = endOf(job.fineTunedModel ?? job.model);
  return tooltip(
    [
      job.id,
      t('Status: {0}', statusParts(record, now).join(', ')),
      rawStatus(job) !== shownStatus(record) && t('The service says: {0}', rawStatus(job)),
      job.model && t('Model: {0}', job.model),
      job.createdAt > 0 && t('Created: {0}', dateText(job.createdAt)),
      t('Connection: {0}', `${record.connection} (${connection?.host ?? ''})`),
      job.fineTunedModel && t('Fine-tuned model: {0}', job.fineTunedModel),
      end && endText(end),
      job.error?.message,
    ],
    jobName(job),
  );
}
