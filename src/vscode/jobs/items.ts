import * as vscode from 'vscode';
import type { JobEvent } from '../../jobs/api.ts';
import { allowedActions, isTerminal } from '../../jobs/jobStatus.ts';
import { progressOf } from '../../jobs/progress.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { commands } from '../ids.ts';
import { currentSettings } from '../settings.ts';
import { nodeId, type ConnectionNode, type JobNode, type TreeNode } from './nodes.ts';
import { dateText, durationText, metricsText, numberText } from './words.ts';
import { jobName } from './jobName.ts';

/** How a node is drawn. */
export function treeItem(node: TreeNode, connections: Connections): vscode.TreeItem {
  const item = node.type === 'connection' ? connectionItem(node) : itemOf(node, connections);
  item.id = nodeId(node);
  return item;
}

function connectionItem({ connection, state }: ConnectionNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { name, kind, host } = connection;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  const isDefault = currentSettings.defaultConnection() === (kind === 'local' ? '' : name);
  item.description = isDefault ? t('{0}, default', host) : host;
  const hasFailed = state.type === 'failing';
  item.tooltip = [`${name}: ${host}`, hasFailed ? state.error : ''].filter(Boolean).join('\n');
  const icon = kind === 'local' ? 'server-process' : 'cloud';
  item.iconPath = hasFailed
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon(icon);
  item.contextValue = kind === 'local' ? 'connection' : 'connection remote';
  return item;
}

function itemOf(node: JobNode, connections: Connections): vscode.TreeItem {
  switch (node.type) {
    case 'job':
      return jobItem(node.record, connections);
    case 'group':
      return groupItem(node);
    case 'fact':
      return plainItem(node.name, node.value, node.value);
    case 'checkpoint': {
      const { checkpoint } = node;
      const item = plainItem(
        vscode.l10n.t('Step {0}', checkpoint.stepNumber),
        metricsText(checkpoint.metrics),
        checkpoint.model,
      );
      item.iconPath = new vscode.ThemeIcon('milestone');
      return item;
    }
    case 'event':
      return eventItem(node.event);
    case 'moreEvents': {
      const item = plainItem(vscode.l10n.t('{0} more in the event log', numberText(node.count)), '', '');
      item.command = {
        command: commands.showEvents,
        title: vscode.l10n.t('Show Event Log'),
        arguments: [node],
      };
      return item;
    }
  }
}

function plainItem(label: string, description: string, tooltip: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.tooltip = tooltip;
  return item;
}

function groupItem(node: Extract<JobNode, { type: 'group' }>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { record } = node;
  const groups = {
    parameters: { label: t('Parameters'), count: undefined, icon: 'settings' },
    checkpoints: { label: t('Checkpoints'), count: record.checkpoints.length, icon: 'milestone' },
    events: { label: t('Events'), count: record.events.length, icon: 'list-flat' },
  };
  const { label, count, icon } = groups[node.group];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  if (count !== undefined) item.description = numberText(count);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function eventItem(event: JobEvent): vscode.TreeItem {
  const item = plainItem(event.message, new Date(event.createdAt).toLocaleTimeString(), dateText(event.createdAt));
  const icons = { info: event.type === 'metrics' ? 'pulse' : 'info', warn: 'warning', error: 'error' };
  item.iconPath = new vscode.ThemeIcon(icons[event.level]);
  return item;
}

/** `[icon, colour]` by status; a status we do not know is shown as active. */
const statusIcons: Readonly<Record<string, readonly [string, string?]>> = {
  validating_files: ['checklist'],
  queued: ['watch'],
  pending: ['watch'],
  running: ['loading~spin'],
  pausing: ['loading~spin'],
  resuming: ['loading~spin'],
  paused: ['debug-pause', 'charts.yellow'],
  succeeded: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  cancelled: ['circle-slash', 'disabledForeground'],
};

function jobItem(record: JobRecord, connections: Connections): vscode.TreeItem {
  const { job } = record;
  const label = jobName(job);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  const [icon, colour] = statusIcons[job.status] ?? ['sync'];
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.description = statusText(record);
  const connection = connections.list().find(({ name }) => name === record.connection);
  item.tooltip = jobTooltip(record, connection);
  const cannotPause = connection?.features.lacks('pause') ?? false;
  const actions = allowedActions(job).filter((action) => action === 'cancel' || !cannotPause);
  item.contextValue = ['job', ...(record.pending ? [] : actions), ...(job.fineTunedModel ? ['model'] : [])].join(' ');
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  return item;
}

/** `running 42%, step 91/216, loss 1.08`: what a person wants to know at a glance, the most wanted first. */
function statusText(record: JobRecord): string {
  const { t } = vscode.l10n;
  const { job, pending } = record;
  const waiting = { pause: t('pausing...'), resume: t('resuming...'), cancel: t('cancelling...') };
  const status = pending && job.status !== 'pausing' ? waiting[pending] : job.status.replaceAll('_', ' ');
  const progress = isTerminal(job) && job.status !== 'cancelled' ? undefined : progressOf(record);
  const percent = progress && Math.floor((100 * progress.step) / progress.totalSteps);
  const parts = [percent === undefined ? status : `${status} ${percent}%`];
  if (progress) parts.push(t('step {0}/{1}', progress.step, progress.totalSteps));
  if (progress?.trainLoss !== undefined) parts.push(t('loss {0}', progress.trainLoss.toFixed(2)));
  if (job.status === 'succeeded' && job.finishedAt !== undefined) {
    parts.push(durationText(job.finishedAt - job.createdAt));
  }
  if (job.error) parts.push(job.error.message);
  return parts.join(', ');
}

function jobTooltip(record: JobRecord, connection: Connection | undefined): string {
  const { job } = record;
  const { t } = vscode.l10n;
  const lines = [
    job.id,
    t('Status: {0}', job.status),
    t('Model: {0}', job.model),
    t('Created: {0}', dateText(job.createdAt)),
    t('Connection: {0}', `${record.connection} (${connection?.host ?? ''})`),
    job.fineTunedModel && t('Fine-tuned model: {0}', job.fineTunedModel),
    job.error?.message,
  ];
  return lines.filter(Boolean).join('\n');
}
