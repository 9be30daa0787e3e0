import type { Checkpoint, JobEvent, JobIntegration } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { ConnectionState, JobRecord } from '../../jobs/store.ts';

/** A service, above its jobs. */
export interface ConnectionNode {
  readonly type: 'connection';
  readonly connection: Connection;
  readonly state: ConnectionState;
}

/** Jobs of one connection that belong together: those that are pinned, of one status, or of one dataset. */
export interface SectionNode {
  readonly type: 'section';
  readonly connection: string;
  readonly section: 'pinned' | 'status' | 'dataset';
  /** A status, a path or a file id; '' for pinned jobs, and for jobs that name no file. */
  readonly key: string;
  readonly records: readonly JobRecord[];
}

/** Why a connection shows no jobs. */
export interface NoteNode {
  readonly type: 'note';
  readonly connection: string;
  readonly note: 'noKey' | 'failing' | 'noMatch' | 'noJobs';
  /** What the service said, where it fails. */
  readonly said?: string;
}

/** Brings older jobs of a connection. */
export interface MoreNode {
  readonly type: 'more';
  readonly connection: string;
}

export const jobGroups = ['parameters', 'files', 'metadata', 'integrations', 'checkpoints', 'events'] as const;
export type JobGroupName = (typeof jobGroups)[number];

/** A job, or a row below it. */
export type JobNode = { readonly record: JobRecord } & (
  | { readonly type: 'job' }
  | { readonly type: 'status' }
  /** `hasLine`: it speaks of a line of a file that is on this machine. */
  | { readonly type: 'error'; readonly hasLine: boolean }
  | { readonly type: 'model'; readonly role: 'base' | 'made'; readonly model: string }
  | { readonly type: 'group'; readonly group: JobGroupName; readonly count?: number }
  | { readonly type: 'fact'; readonly group: JobGroupName; readonly name: string; readonly value: string }
  | { readonly type: 'file'; readonly role: FileRole; readonly file: string }
  | { readonly type: 'integration'; readonly integration: JobIntegration }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'event'; readonly event: JobEvent }
  | { readonly type: 'moreEvents'; readonly count: number }
);

export type FileRole = 'training' | 'validation' | 'result';

export type TreeNode = ConnectionNode | SectionNode | NoteNode | MoreNode | JobNode;

/** The node of that type. */
export type NodeOf<T extends TreeNode['type']> = Extract<TreeNode, { readonly type: T }>;

/** Stable over redraws, so that what is open stays open. A job has the same wherever it stands. */
export function nodeId(node: TreeNode): string {
  if ('record' in node) return `${node.record.connection}/${node.record.job.id}${rowId(node)}`;
  switch (node.type) {
    case 'connection':
      return node.connection.name;
    case 'section':
      return `${node.connection}/#${node.section}/${node.key}`;
    case 'note':
    case 'more':
      return `${node.connection}/#${node.type}`;
  }
}

function rowId(node: JobNode): string {
  switch (node.type) {
    case 'job':
      return '';
    case 'status':
    case 'error':
      return `/${node.type}`;
    case 'model':
      return `/model/${node.role}`;
    case 'group':
      return `/${node.group}`;
    case 'fact':
      return `/${node.group}/${node.name}`;
    case 'file':
      return `/files/${node.role}/${node.file}`;
    case 'integration':
      return `/integrations/${JSON.stringify(node.integration)}`;
    case 'checkpoint':
      return `/checkpoints/${node.checkpoint.id}`;
    case 'event':
      return `/events/${node.event.id}`;
    case 'moreEvents':
      return '/events/more';
  }
}
