import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { Poller } from '../../jobs/poller.ts';
import type { JobStore } from '../../jobs/store.ts';
import { contextKeys, views } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { treeItem } from './items.ts';
import { childNodes, nodeId, type JobNode } from './nodes.ts';

export interface JobsTreeParts {
  readonly store: JobStore;
  readonly connection: Connection;
  readonly poller: Poller;
  readonly reporter: Reporter;
}

export interface JobsTree extends Disposable {
  /** Shows and selects the job. */
  reveal(jobId: string): Promise<void>;
}

/** The view `finetune.jobs`: draws the store, redraws the jobs that change, and keeps the poller awake while it is looked at. */
export function registerJobsTree(parts: JobsTreeParts): JobsTree {
  const { store, connection, poller, reporter } = parts;
  const owned = new DisposableStore();
  const redraw = owned.add(new vscode.EventEmitter<JobNode | undefined>());
  /** The nodes VS Code holds; it wants the same object back to redraw one. */
  const jobNodes = new Map<string, JobNode>();
  let watching: Disposable | undefined;

  const jobNode = (record: JobNode['record']): JobNode => {
    const node: JobNode = { type: 'job', record };
    const known = jobNodes.get(nodeId(node));
    if (known) return Object.assign(known, node);
    jobNodes.set(nodeId(node), node);
    return node;
  };

  const provider: vscode.TreeDataProvider<JobNode> = {
    onDidChangeTreeData: redraw.event,
    getTreeItem: treeItem,
    getChildren(node) {
      if (!node) return store.list().map(jobNode);
      const record = store.get(node.record.connection, node.record.job.id) ?? node.record;
      return [...childNodes({ ...node, record })];
    },
    getParent: () => undefined,
  };
  const view = owned.add(
    vscode.window.createTreeView(views.jobs, { treeDataProvider: provider, showCollapseAll: true }),
  );

  const setContext = (): void => {
    const state = store.connectionState(connection.name);
    const isFailing = state.type === 'failing';
    const hasJobs = store.list().length > 0;
    view.message = isFailing && hasJobs ? state.error : undefined;
    reporter.run(() => vscode.commands.executeCommand('setContext', contextKeys.hasJobs, hasJobs));
    reporter.run(() => vscode.commands.executeCommand('setContext', contextKeys.isOffline, isFailing));
  };
  owned.add(
    store.onDidChange((change) => {
      setContext();
      const isKnown = change.type === 'job' && change.previousStatus !== undefined;
      const record = isKnown ? store.get(change.connection, change.id) : undefined;
      redraw.fire(record && jobNode(record));
    }),
  );

  const follow = async (): Promise<void> => {
    if (!view.visible) {
      watching?.dispose();
      watching = undefined;
    } else if (!watching && vscode.workspace.isTrusted && (await connection.wasUsed())) {
      // Never the first start of the server: a look at an empty view starts nothing.
      watching = poller.watch();
    }
  };
  owned.add(view.onDidChangeVisibility(() => reporter.run(follow)));
  owned.add(store.onDidChange(() => !watching && reporter.run(follow)));
  if (view.visible) reporter.run(follow);

  return {
    async reveal(jobId) {
      const record = store.find(jobId);
      if (record) await view.reveal(jobNode(record), { select: true, focus: false, expand: true });
    },
    dispose() {
      watching?.dispose();
      owned.dispose();
    },
  };
}
