import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import type { Deleted } from '../../jobs/deleted.ts';
import type { ModelLists } from '../../jobs/modelLists.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord } from '../../jobs/store.ts';
import type { ConnectionList } from '../connections/connectionList.ts';
import { views } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { groupRows, jobRows, type DetailParts } from './details.ts';
import type { FileTexts } from './fileTexts.ts';
import { treeItem, type ItemParts } from './items.ts';
import { JobsList, type JobsListParts } from './jobsList.ts';
import { KeylessConnections } from './keylessConnections.ts';
import { nodeId, type ConnectionNode, type JobNode, type NodeOf, type TreeNode } from './nodes.ts';
import { viewContexts } from './viewContexts.ts';

export interface JobsTreeParts extends Omit<JobsListParts, 'needsKey'>, DetailParts {
  readonly connections: ConnectionList;
  readonly pollers: Pollers;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly deleted: Deleted;
  readonly fileTexts: FileTexts;
  readonly lists: ModelLists;
}

export interface JobsTree extends Disposable {
  /** The rows that are selected. */
  readonly selection: readonly TreeNode[];
  /** Shows and selects the job, unless the filter hides it. */
  reveal(jobId: string): Promise<void>;
}

/**
 * The view `finetune.jobs`: draws the store, redraws the jobs that change, and keeps the pollers awake while it is looked at.
 * It is empty, and says why and what to do, until there are jobs to show; then connections are its roots.
 */
export function registerJobsTree(parts: JobsTreeParts): JobsTree {
  const { store, connections, pollers, reporter, view: state, pins, datasets, fileTexts, lists } = parts;
  const owned = new DisposableStore();
  const redraw = owned.add(new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>());
  /** Rows that may be redrawn alone; VS Code wants the same object back for that. */
  const nodes = new Map<string, TreeNode>();
  const keyless = new KeylessConnections(connections);
  /** Connections that something was heard of. */
  const used = new Set<string>();
  const list = new JobsList({ ...parts, needsKey: (name) => keyless.has(name) });

  const same = <T extends TreeNode>(node: T): T => {
    if (node.type !== 'job' && node.type !== 'connection' && node.type !== 'section') return node;
    const known = nodes.get(nodeId(node)) as T | undefined;
    if (known) return Object.assign(known, node);
    nodes.set(nodeId(node), node);
    return node;
  };
  const jobNode = (record: JobRecord): NodeOf<'job'> => same({ type: 'job', record });
  const connectionNode = (name: string): ConnectionNode =>
    same({ type: 'connection', connection: connections.get(name), state: store.connectionState(name) });
  const latest = (record: JobRecord): JobRecord => store.get(record.connection, record.job.id) ?? record;
  const drawing: ItemParts = {
    surroundingsOf({ record }) {
      const connection = connections.list().find(({ name }) => name === record.connection);
      return {
        connection,
        isPinned: list.isPinned(record),
        endOf: (model) => connection && lists.endOf(connection, model),
        now: parts.clock.now(),
      };
    },
    deleted: parts.deleted,
    fileText: (connection, file) => fileTexts.text(connection, file),
  };

  const jobChildren = async (node: JobNode): Promise<readonly TreeNode[]> => {
    const record = latest(node.record);
    if (node.type === 'job') {
      pollers.want(record.connection, record.job.id);
      return jobRows(record, parts);
    }
    if (node.type !== 'group') return [];
    const rows = await groupRows({ ...node, record }, parts);
    for (const row of rows) if (row.type === 'file') fileTexts.ask(record.connection, row.file);
    return rows;
  };
  const children = async (node: TreeNode | undefined): Promise<readonly TreeNode[]> => {
    if (!node) {
      if (state.grouping === 'dataset') await datasets.refresh(store.list());
      return list.overview === 'jobs' ? connections.list().map(({ name }) => connectionNode(name)) : [];
    }
    if ('record' in node) return jobChildren(node);
    switch (node.type) {
      case 'connection':
        return list.rows(node.connection.name).map(same);
      case 'section':
        return node.records.map((record) => jobNode(latest(record)));
      case 'note':
      case 'more':
        return [];
    }
  };
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: redraw.event,
    getTreeItem: (node) => treeItem(node, drawing),
    getChildren: async (node) => [...(await children(node))],
    getParent(node) {
      if (node.type === 'section') return connectionNode(node.connection);
      if (node.type !== 'job') return undefined;
      const section = list.sectionOf(node.record);
      return section ? same(section) : connectionNode(node.record.connection);
    },
  };
  const options = { treeDataProvider: provider, showCollapseAll: true, canSelectMany: true };
  const view = owned.add(vscode.window.createTreeView(views.jobs, options));

  const contexts = viewContexts({ store, list, state, reporter });
  let isDue = false;
  /** Once for all that changes in one go. */
  const redrawAll = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      contexts.tell();
      view.description = state.filterText;
      // VS Code shows no description where a view is alone in its container, and no empty view under a message.
      const isFilteredList = state.filter !== undefined && list.overview === 'jobs';
      view.message = isFilteredList ? vscode.l10n.t('Filter: {0}', state.filterText) : undefined;
      redraw.fire(undefined);
    });
  };
  /** Their rows stay: a command that is chosen while all are drawn anew is told of no row. */
  const redrawJobs = (): void => redraw.fire(store.list().map(jobNode));
  for (const changed of [lists.onDidChange, parts.deleted.onDidChange]) owned.add(changed(redrawJobs));
  /** The first use of a connection, or a key for it, makes it one to look at. */
  const follow = async (): Promise<void> => {
    await pollers.setLookedAt(view.visible && vscode.workspace.isTrusted);
    if (await keyless.look()) redrawAll();
  };
  owned.add(
    store.onDidChange((change) => {
      const record = change.type === 'job' ? store.get(change.connection, change.id) : undefined;
      const isMove = change.type !== 'job' || change.previousStatus !== record?.job.status;
      const isElsewhere = isMove && (state.filter !== undefined || state.grouping === 'status');
      const isKnown = change.type === 'job' && change.previousStatus !== undefined;
      if (change.type === 'connection' || !used.has(change.connection)) reporter.run(follow);
      used.add(change.connection);
      if (!record || !isKnown || isElsewhere) return redrawAll();
      redraw.fire(jobNode(record));
    }),
  );
  owned.add(
    connections.onDidChange(() => {
      parts.older.reset();
      redrawAll();
      reporter.run(follow);
    }),
  );
  for (const changed of [state.onDidChange, pins.onDidChange]) owned.add(changed(redrawAll));
  owned.add(
    fileTexts.onDidChange((file) => {
      for (const record of store.list()) {
        const { trainingFile, validationFile, resultFiles } = record.job;
        if ([trainingFile, validationFile, ...resultFiles].includes(file)) redraw.fire(jobNode(record));
      }
    }),
  );
  owned.add(view.onDidChangeVisibility(() => reporter.run(follow)));
  contexts.tell();
  reporter.run(follow);

  return {
    get selection() {
      return view.selection;
    },
    async reveal(jobId) {
      const record = store.find(jobId);
      if (!record || !list.isListed(record)) return;
      await view.reveal(jobNode(record), { select: true, focus: false, expand: true });
    },
    dispose: () => owned.dispose(),
  };
}
