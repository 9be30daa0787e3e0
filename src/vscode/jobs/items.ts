import * as vscode from 'vscode';
import type { JobEvent, JobIntegration } from '../../jobs/api.ts';
import { fileKey, modelKey, type Deleted } from '../../jobs/deleted.ts';
import type { ModelEnd } from '../../jobs/modelEnd.ts';
import { commands } from '../ids.ts';
import { endText, jobItem, statusItem, type JobSurroundings } from './jobItem.ts';
import { connectionItem, moreItem, noteItem, sectionItem } from './listItems.ts';
import { nodeId, type FileRole, type JobNode, type NodeOf, type TreeNode } from './nodes.ts';
import { tooltip } from './tooltip.ts';
import { dateText, metricsText, numberText } from './words.ts';

/** What a job's rows are drawn from beside their job. */
export interface ItemParts {
  readonly surroundingsOf: (node: JobNode) => JobSurroundings;
  readonly deleted: Deleted;
  /** Name and size of a file, as far as they are known yet. */
  readonly fileText: (connection: string, file: string) => string;
}

/** How a node is drawn. */
export function treeItem(node: TreeNode, parts: ItemParts): vscode.TreeItem {
  const item = itemOf(node, parts);
  item.id = nodeId(node);
  return item;
}

function itemOf(node: TreeNode, parts: ItemParts): vscode.TreeItem {
  switch (node.type) {
    case 'connection':
      return connectionItem(node);
    case 'section':
      return sectionItem(node);
    case 'note':
      return noteItem(node);
    case 'more':
      return moreItem(node);
    case 'job':
      return jobItem(node.record, parts.surroundingsOf(node));
    case 'status':
      return statusItem(node.record, parts.surroundingsOf(node).now);
    case 'error':
      return errorItem(node);
    case 'model':
      return modelItem(node, parts);
    case 'group':
      return groupItem(node);
    case 'fact':
      return plainItem(node.name, node.value, undefined, 'fact');
    case 'file':
      return fileItem(node, parts);
    case 'integration':
      return integrationItem(node.integration);
    case 'checkpoint':
      return checkpointItem(node, parts);
    case 'event':
      return eventItem(node.event);
    case 'moreEvents':
      return moreEventsItem(node);
  }
}

function plainItem(label: string, description: string, icon?: string, contextValue?: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.tooltip = tooltip([description], label);
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  if (contextValue !== undefined) item.contextValue = contextValue;
  return item;
}

function errorItem(node: NodeOf<'error'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { code, message, param } = node.record.job.error ?? { message: '' };
  const item = plainItem(t('Error'), message, undefined, node.hasLine ? 'error line' : 'error');
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = tooltip([message, code && t('Code: {0}', code), param && t('Concerns: {0}', param)], t('Error'));
  if (node.hasLine) {
    item.command = { command: commands.showFailureLine, title: t('Show Line'), arguments: [node] };
  }
  return item;
}

function modelItem(node: NodeOf<'model'>, { deleted, surroundingsOf }: ItemParts): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { role, model, record } = node;
  const { connection, endOf } = surroundingsOf(node);
  const end = endOf(model);
  const named = end ? t('{0}, ends on {1}', model, end.day) : model;
  if (role === 'base') return withEnd(plainItem(t('Model'), named, 'symbol-class', 'fact'), end);
  const isGone = deleted.has(modelKey(record.connection, model));
  const text = isGone ? t('{0} (deleted)', model) : named;
  const canDelete = !connection?.features.lacks('deleteModel');
  const context = ['model', ...(canDelete ? ['made'] : [])].join(' ');
  return withEnd(plainItem(t('Fine-tuned model'), text, 'sparkle', isGone ? 'fact' : context), end);
}

/** The item with where the end of its model is known from. */
function withEnd(item: vscode.TreeItem, end: ModelEnd | undefined): vscode.TreeItem {
  if (end) item.tooltip = tooltip([typeof item.description === 'string' && item.description, endText(end)]);
  return item;
}

function groupItem({ group, count }: NodeOf<'group'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const groups = {
    parameters: [t('Parameters'), 'settings'],
    files: [t('Files'), 'files'],
    metadata: [t('Metadata'), 'tag'],
    integrations: [t('Integrations'), 'plug'],
    checkpoints: [t('Checkpoints'), 'milestone'],
    events: [t('Events'), 'list-flat'],
  } as const;
  const [label, icon] = groups[group];
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  if (count !== undefined) item.description = numberText(count);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function fileItem(node: NodeOf<'file'>, { deleted, fileText, surroundingsOf }: ItemParts): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { role, file, record } = node;
  const labels: Readonly<Record<FileRole, string>> = {
    training: t('Training file'),
    validation: t('Validation file'),
    result: t('Result file'),
  };
  const icon = role === 'result' ? 'graph' : 'file';
  if (deleted.has(fileKey(record.connection, file))) {
    return plainItem(labels[role], t('{0} (deleted)', file), icon, 'fact');
  }
  const features = surroundingsOf(node).connection?.features;
  const can = [
    ...(features?.lacks('fileContent') ? [] : ['open']),
    ...(features?.lacks('deleteFile') ? [] : ['delete']),
  ];
  const item = plainItem(labels[role], fileText(record.connection, file) || file, icon, ['file', ...can].join(' '));
  item.tooltip = tooltip([fileText(record.connection, file), file], labels[role]);
  if (can.includes('open')) {
    item.command = { command: commands.openFileContent, title: t('Open Content'), arguments: [node] };
  }
  return item;
}

function integrationItem({ type, project, entity, name }: JobIntegration): vscode.TreeItem {
  const { t } = vscode.l10n;
  const isWandb = type === 'wandb';
  const where = [entity, project, name].filter(Boolean).join('/');
  const item = plainItem(isWandb ? t('Weights & Biases') : type, where, 'plug', 'fact');
  if (isWandb) {
    const uri = vscode.Uri.parse(wandbUrl(entity, project));
    item.command = { command: 'vscode.open', title: t('Open in Browser'), arguments: [uri] };
    item.iconPath = new vscode.ThemeIcon('link-external');
  }
  return item;
}

/** Where a project can be seen; without an entity the service sends people to their own pages. */
function wandbUrl(entity: string | undefined, project: string | undefined): string {
  const parts = entity && project ? [entity, project] : ['home'];
  return `https://wandb.ai/${parts.map(encodeURIComponent).join('/')}`;
}

function checkpointItem(node: NodeOf<'checkpoint'>, { surroundingsOf }: ItemParts): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { stepNumber, metrics, model } = node.checkpoint;
  const end = surroundingsOf(node).endOf(model);
  const parts = [metricsText(metrics), ...(end ? [t('ends on {0}', end.day)] : [])].filter((part) => part !== '');
  const item = plainItem(t('Step {0}', stepNumber), parts.join(', '), 'milestone', 'checkpoint');
  item.tooltip = tooltip([model, metricsText(metrics), end && endText(end)], t('Step {0}', stepNumber));
  return item;
}

function eventItem(event: JobEvent): vscode.TreeItem {
  const icons = { info: event.type === 'metrics' ? 'pulse' : 'info', warn: 'warning', error: 'error' };
  const item = plainItem(event.message, new Date(event.createdAt).toLocaleTimeString(), icons[event.level]);
  item.tooltip = tooltip([dateText(event.createdAt), event.message]);
  return item;
}

function moreEventsItem(node: NodeOf<'moreEvents'>): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = new vscode.TreeItem(t('{0} more in the event log', numberText(node.count)));
  item.command = { command: commands.showEvents, title: t('Show Event Log'), arguments: [node] };
  return item;
}
