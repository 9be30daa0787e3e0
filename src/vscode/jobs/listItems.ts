import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { currentSettings } from '../settings.ts';
import { statusIcon, statusWords } from './jobItem.ts';
import type { ConnectionNode, MoreNode, NoteNode, SectionNode } from './nodes.ts';
import { tooltip } from './tooltip.ts';
import { dateText, fileName, numberText, timeText } from './words.ts';

/** A service with its host, so that nobody steers the wrong one. */
export function connectionItem({ connection, state }: ConnectionNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { name, kind, host } = connection;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  const isDefault = currentSettings.defaultConnection() === (kind === 'local' ? '' : name);
  const place = isDefault ? t('{0}, default', host) : host;
  const hasFailed = state.type === 'failing';
  const updatedAt = hasFailed ? state.updatedAt : undefined;
  item.description = updatedAt === undefined ? place : t('last updated {0}, {1}', timeText(updatedAt), place);
  const age = updatedAt !== undefined && t('What is shown is of {0}.', dateText(updatedAt));
  item.tooltip = tooltip([host, hasFailed && state.error, age], name);
  const icon = kind === 'local' ? 'server-process' : 'cloud';
  item.iconPath = hasFailed
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : new vscode.ThemeIcon(icon);
  item.contextValue = kind === 'local' ? 'connection local' : 'connection remote';
  const health = hasFailed ? state.error : '';
  item.accessibilityInformation = { label: [name, item.description, health].filter(Boolean).join(', ') };
  return item;
}

export function sectionItem({ section, key, records }: SectionNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const [first] = records;
  const label = {
    pinned: t('Pinned'),
    status: first ? statusWords(first.job) : key,
    dataset: fileName(key) || t('No training file'),
  };
  const item = new vscode.TreeItem(label[section], vscode.TreeItemCollapsibleState.Expanded);
  item.description = numberText(records.length);
  const icon = { pinned: 'pinned', status: 'circle-outline', dataset: 'database' };
  item.iconPath = section === 'status' ? still(statusIcon(key)) : new vscode.ThemeIcon(icon[section]);
  item.tooltip = tooltip([section === 'dataset' && key], label[section]);
  const count = records.length === 1 ? t('1 job') : t('{0} jobs', numberText(records.length));
  item.accessibilityInformation = { label: `${label[section]}, ${count}` };
  return item;
}

/** A heading does not move. */
function still(icon: vscode.ThemeIcon): vscode.ThemeIcon {
  return icon.id === 'loading~spin' ? new vscode.ThemeIcon('play-circle') : icon;
}

/** Why a connection shows no jobs, and what a click does about it. */
export function noteItem({ connection, note, said }: NoteNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const notes = {
    noKey: [t('Enter the key to see its jobs'), commands.enterKey, 'key'],
    failing: [said ?? '', commands.refreshJobs, 'warning'],
    noMatch: [t('No job passes the filter'), commands.clearJobFilter, 'filter'],
    noJobs: [t('No jobs yet'), undefined, undefined],
  } as const;
  const [label, command, icon] = notes[note];
  const item = new vscode.TreeItem(label);
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  if (command !== undefined) item.command = { command, title: label, arguments: note === 'noKey' ? [connection] : [] };
  item.tooltip = tooltip([label]);
  return item;
}

export function moreItem(node: MoreNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const item = new vscode.TreeItem(t('Load more'));
  item.iconPath = new vscode.ThemeIcon('chevron-down');
  item.command = { command: commands.loadMoreJobs, title: t('Load more'), arguments: [node] };
  item.tooltip = tooltip([t('Older jobs of {0}', node.connection)]);
  return item;
}
