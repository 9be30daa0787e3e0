import * as vscode from 'vscode';
import type { Checkpoint, Job, JobEvent } from '../../jobs/api.ts';
import { tokenKey } from '../../jobs/findLaunched.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { ConnectionState, JobRecord } from '../../jobs/store.ts';
import { dateText, numberText } from './words.ts';

/** Newest events shown under a job; the event log has them all. */
const shownEvents = 20;

/** A service, above its jobs. */
export interface ConnectionNode {
  readonly type: 'connection';
  readonly connection: Connection;
  readonly state: ConnectionState;
}

export type TreeNode = ConnectionNode | JobNode;

export type JobNode =
  | { readonly type: 'job'; readonly record: JobRecord }
  | { readonly type: 'group'; readonly group: 'parameters' | 'checkpoints' | 'events'; readonly record: JobRecord }
  | { readonly type: 'fact'; readonly record: JobRecord; readonly name: string; readonly value: string }
  | { readonly type: 'checkpoint'; readonly record: JobRecord; readonly checkpoint: Checkpoint }
  | { readonly type: 'event'; readonly record: JobRecord; readonly event: JobEvent }
  | { readonly type: 'moreEvents'; readonly record: JobRecord; readonly count: number };

/** Stable over redraws, so that what is open stays open. */
export function nodeId(node: TreeNode): string {
  if (node.type === 'connection') return node.connection.name;
  const job = `${node.record.connection}/${node.record.job.id}`;
  switch (node.type) {
    case 'job':
      return job;
    case 'group':
      return `${job}/${node.group}`;
    case 'fact':
      return `${job}/parameters/${node.name}`;
    case 'checkpoint':
      return `${job}/checkpoints/${node.checkpoint.id}`;
    case 'event':
      return `${job}/events/${node.event.id}`;
    case 'moreEvents':
      return `${job}/events/more`;
  }
}

export function childNodes(node: JobNode): readonly JobNode[] {
  const { record } = node;
  if (node.type === 'job') {
    const groups: JobNode[] = [{ type: 'group', group: 'parameters', record }];
    if (record.checkpoints.length > 0) groups.push({ type: 'group', group: 'checkpoints', record });
    if (record.events.length > 0) groups.push({ type: 'group', group: 'events', record });
    return groups;
  }
  if (node.type !== 'group') return [];
  switch (node.group) {
    case 'parameters':
      return factNodes(facts(record.job), record);
    case 'checkpoints':
      return record.checkpoints.toReversed().map((checkpoint) => ({ type: 'checkpoint', record, checkpoint }));
    case 'events':
      return eventNodes(record);
  }
}

/** A row for each fact. */
export function factNodes(facts: readonly (readonly [string, string])[], record: JobRecord): readonly JobNode[] {
  return facts.map(([name, value]) => ({ type: 'fact', record, name, value }));
}

function eventNodes(record: JobRecord): readonly JobNode[] {
  const newest = record.events.slice(-shownEvents).reverse();
  const nodes: JobNode[] = newest.map((event) => ({ type: 'event', record, event }));
  const count = record.events.length - newest.length;
  return count > 0 ? [...nodes, { type: 'moreEvents', record, count }] : nodes;
}

/** What the job was launched with and what came of it, as name and value; absent facts are left out. */
function facts(job: Job): readonly (readonly [string, string])[] {
  const { t } = vscode.l10n;
  const all: readonly (readonly [string, string | undefined])[] = [
    [t('Model'), job.model],
    [t('Method'), job.method?.type],
    ...Object.entries(job.method?.hyperparameters ?? {}).map(
      ([name, value]) => [hyperparameterName(name), typeof value === 'number' ? numberText(value) : value] as const,
    ),
    [t('Seed'), job.seed === undefined ? undefined : String(job.seed)],
    [t('Suffix'), job.suffix],
    [t('Training file'), job.trainingFile],
    [t('Validation file'), job.validationFile],
    ...Object.entries(job.metadata).filter(([name]) => name !== tokenKey),
    [t('Created'), dateText(job.createdAt)],
    [t('Finished'), job.finishedAt === undefined ? undefined : dateText(job.finishedAt)],
    [t('Trained tokens'), job.trainedTokens === undefined ? undefined : numberText(job.trainedTokens)],
    [t('Fine-tuned model'), job.fineTunedModel],
    [t('Error'), job.error?.message],
    [t('Id'), job.id],
  ];
  return all.filter((fact): fact is readonly [string, string] => fact[1] !== undefined && fact[1] !== '');
}

function hyperparameterName(name: string): string {
  const { t } = vscode.l10n;
  const names: Record<string, string> = {
    n_epochs: t('Epochs'),
    batch_size: t('Batch size'),
    learning_rate_multiplier: t('Learning rate multiplier'),
  };
  return names[name] ?? name;
}
