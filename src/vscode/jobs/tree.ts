import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { ConnectionList } from '../connections/connectionList.ts';
import { contextKeys, views } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { treeItem } from './items.ts';
import { childNodes, factNodes, nodeId, type ConnectionNode, type JobNode, type TreeNode } from './nodes.ts';

export interface JobsTreeParts {
  readonly store: JobStore;
  readonly connections: ConnectionList;
  readonly pollers: Pollers;
  readonly reporter: Reporter;
  /** What the job was made from on this machine, as name and value. */
  readonly lineageOf: (record: JobRecord) => Promise<readonly (readonly [string, string])[]>;
}

export interface JobsTree extends Disposable {
  /** Shows and selects the job. */
  reveal(jobId: string): Promise<void>;
}

/**
 * The view `finetune.jobs`: draws the store, redraws the jobs that change, and keeps the pollers awake while it is looked
 * at. Connections are its roots as soon as there is one beside the local server.
 */
export function registerJobsTree(parts: JobsTreeParts): JobsTree {
  const { store, connections, pollers, reporter, lineageOf } = parts;
  const owned = new DisposableStore();
  const redraw = owned.add(new vscode.EventEmitter<TreeNode | undefined>());
  /** The nodes VS Code holds; it wants the same object back to redraw one. */
  const nodes = new Map<string, TreeNode>();

  const same = <T extends TreeNode>(node: T): T => {
    const known = nodes.get(nodeId(node)) as T | undefined;
    if (known) return Object.assign(known, node);
    nodes.set(nodeId(node), node);
    return node;
  };
  const jobNode = (record: JobRecord): JobNode => same({ type: 'job', record });
  const connectionNode = (name: string): ConnectionNode =>
    same({ type: 'connection', connection: connections.get(name), state: store.connectionState(name) });
  const areRoots = (): boolean => connections.list().length > 1;

  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: redraw.event,
    getTreeItem: (node) => treeItem(node, connections),
    getChildren(node) {
      if (!node) {
        return areRoots()
          ? connections.list().map(({ name }) => connectionNode(name))
          : store.list().map((record) => jobNode(record));
      }
      if (node.type === 'connection') return store.list(node.connection.name).map((record) => jobNode(record));
      const record = store.get(node.record.connection, node.record.job.id) ?? node.record;
      if (node.type === 'job') pollers.want(record.connection, record.job.id);
      const children = childNodes({ ...node, record });
      if (node.type !== 'group' || node.group !== 'parameters') return [...children];
      return lineageOf(record).then((facts) => [...children, ...factNodes(facts, record)]);
    },
    getParent: (node) => (node.type === 'job' && areRoots() ? connectionNode(node.record.connection) : undefined),
  };
  const view = owned.add(
    vscode.window.createTreeView(views.jobs, { treeDataProvider: provider, showCollapseAll: true }),
  );

  const setContext = (): void => {
    const failing = connections
      .list()
      .map(({ name }) => store.connectionState(name))
      .find((state) => state.type === 'failing');
    const hasJobs = store.list().length > 0;
    // With connections as roots, each tells how it is.
    view.message = failing && hasJobs && !areRoots() ? failing.error : undefined;
    reporter.run(() => vscode.commands.executeCommand('setContext', contextKeys.hasJobs, hasJobs));
    reporter.run(() =>
      vscode.commands.executeCommand('setContext', contextKeys.isOffline, failing !== undefined && !areRoots()),
    );
  };
  const follow = (): Promise<void> => pollers.setLookedAt(view.visible && vscode.workspace.isTrusted);
  owned.add(
    store.onDidChange((change) => {
      setContext();
      const isKnown = change.type === 'job' && change.previousStatus !== undefined;
      const record = isKnown ? store.get(change.connection, change.id) : undefined;
      redraw.fire(record && jobNode(record));
      // The first use of a connection makes it one to look at.
      if (!isKnown) reporter.run(follow);
    }),
  );
  owned.add(
    connections.onDidChange(() => {
      setContext();
      redraw.fire(undefined);
      reporter.run(follow);
    }),
  );
  owned.add(view.onDidChangeVisibility(() => reporter.run(follow)));
  if (view.visible) reporter.run(follow);

  return {
    async reveal(jobId) {
      const record = store.find(jobId);
      if (record) await view.reveal(jobNode(record), { select: true, focus: false, expand: true });
    },
    dispose: () => owned.dispose(),
  };
}
