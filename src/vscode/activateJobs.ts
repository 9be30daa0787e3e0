import * as vscode from 'vscode';
import type { Clock } from '../common/time.ts';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { Job } from '../jobs/api.ts';
import type { Memory } from '../jobs/features.ts';
import { LaunchJournal, type Lineage } from '../jobs/journal.ts';
import { ModelLists } from '../jobs/modelLists.ts';
import { Pollers } from '../jobs/pollers.ts';
import { changedJobs, JobStore } from '../jobs/store.ts';
import { processes } from '../disk/processes.ts';
import { createOnce, textFolder } from '../disk/textFolder.ts';
import type { DatasetWorker } from '../worker/start.ts';
import { registerArchive } from './archive/registerArchive.ts';
import { registerConnectionCommands } from './connections/connectionCommands.ts';
import { ConnectionList } from './connections/connectionList.ts';
import { localConnection } from './connections/localConnection.ts';
import type { CheckOnDisk } from './dataset/diskCheck.ts';
import { views } from './ids.ts';
import { registerJobFiles } from './jobFile/registerJobFiles.ts';
import { registerActiveJobs } from './jobs/activeJobs.ts';
import { registerJobCommands, type JobCommandParts } from './jobs/commands.ts';
import { registerEventLogs } from './jobs/events.ts';
import { registerFailureMarks } from './jobs/failureMarks.ts';
import { registerOpenLaunches } from './jobs/openLaunches.ts';
import { registerNotifications } from './jobs/notifications.ts';
import { registerJobsView } from './jobs/jobsView.ts';
import { LocalServer } from './localServer.ts';
import { registerMoving } from './moving/registerMoving.ts';
import { registerRadar } from './radar.ts';
import type { Reporter } from './report.ts';
import { sha256OfSaved } from './savedFile.ts';
import { Keys } from './secrets.ts';
import { registerServerCommands } from './serverCommands.ts';
import { engineReader, watchEngines } from './serverEngines.ts';
import { currentSettings } from './settings.ts';
import type { Ground } from './ground.ts';
import { registerCharts } from './webviews/registerCharts.ts';

/** For tasks and other extensions that launch jobs by command and want to know what became of them. */
export interface WorkbenchApi {
  /** The status of a listed job in its service's words. */
  jobStatus(id: string): string | undefined;
  /** Fires with the id of a job about which something new is known. */
  readonly onDidChangeJob: Event<string>;
  /** Holds the local server's database, files and log. */
  readonly serverDataFolder: string;
}

/** Builds the local server's client, the jobs view and the commands on jobs. */
export function activateJobs(
  { context, reporter, log, clock, programs, status }: Ground,
  checkOnDisk: CheckOnDisk,
  worker: DatasetWorker,
): Disposable & { readonly api: WorkbenchApi } {
  const owned = new DisposableStore();
  const server = new LocalServer({
    programs: programs.fsPath,
    storage: context.globalStorageUri.fsPath,
    version: (context.extension.packageJSON as { version: string }).version,
    port: currentSettings.localServerPort,
    engines: engineReader(reporter),
    isTrusted: () => vscode.workspace.isTrusted,
    clock,
    log,
  });
  const keys = new Keys(context.secrets);
  const memory = mementoMemory(context.globalState, reporter);
  const local = localConnection(server);
  const connections = owned.add(new ConnectionList({ local, keys, memory, clock, reporter }));
  const store = new JobStore();
  owned.add(store);
  const pollers = owned.add(
    new Pollers({
      connections,
      folder: textFolder(vscode.Uri.joinPath(context.globalStorageUri, 'jobs').fsPath),
      holder: crypto.randomUUID(),
      store,
      clock,
      log,
      random: Math.random,
      onKeyNeeded: (error) => reporter.run(() => reporter.show(error)),
    }),
  );
  owned.add(connections.onDidChange(() => pollers.update()));
  const eventLogs = owned.add(
    registerEventLogs(store, clock, ({ connection, id }) => {
      pollers.want(connection, id);
      if (!store.get(connection, id) && vscode.workspace.isTrusted) pollers.wake(connection);
    }),
  );
  const pages = vscode.Uri.joinPath(programs, 'webview');
  const charts = owned.add(registerCharts({ store, connections, pollers, reporter, clock, pages }));
  const noticesFolder = vscode.Uri.joinPath(context.globalStorageUri, 'notices').fsPath;
  const launches = textFolder(vscode.Uri.joinPath(context.globalStorageUri, 'launches').fsPath);
  const journal = new LaunchJournal(launches);
  const lineageOf = async (connection: string, job: string): Promise<Lineage | undefined> =>
    (await journal.launchOf(connection, job))?.lineage;
  const lists = new ModelLists(memory);
  const view = owned.add(registerJobsView({ context, store, connections, pollers, reporter, clock, journal, lists }));
  const failureMarks = owned.add(registerFailureMarks({ store, reporter, lineageOf, sha256OfSaved }));
  owned.add(registerActiveJobs(store, status));
  owned.add(registerNotifications({ store, reporter, noticesFolder, createOnce }));
  const own = processes();
  const onLaunched = (job: Job): void => {
    pollers.wake(store.find(job.id)?.connection ?? local.name);
    reporter.runQuietly('Showing the new job', async () => {
      await vscode.commands.executeCommand(`${views.jobs}.focus`);
      await view.reveal(job.id);
    });
  };
  const jobCommands: JobCommandParts = {
    connections,
    store,
    pollers,
    log,
    reporter,
    eventLogs,
    charts,
    clock,
    launches,
    processes: own,
    failureMarks,
    memory,
    checkOnDisk,
    selection: view.selection,
    onLaunched,
  };
  owned.add(registerJobCommands(jobCommands));
  owned.add(registerOpenLaunches({ connections, store, journal, processes: own, reporter, clock, log, onLaunched }));
  owned.add(
    registerMoving({
      ...jobCommands,
      waiting: vscode.Uri.joinPath(context.globalStorageUri, 'waiting'),
      fetched: vscode.Uri.joinPath(context.globalStorageUri, 'fetched'),
    }),
  );
  const isFirst = (notice: string): Promise<boolean> => createOnce(noticesFolder, notice);
  owned.add(registerRadar({ connections, store, lists, reporter, clock, isFirst }));
  owned.add(registerServerCommands({ server, reporter, onStarted: () => pollers.wake(local.name) }));
  owned.add(registerJobFiles({ connections, clock, reporter }));
  owned.add(registerConnectionCommands({ connections, keys, reporter, onUsable: (name) => pollers.wake(name) }));
  owned.add(registerArchive({ connections, worker, memory, clock, reporter }));
  owned.add(watchEngines(server, reporter));
  owned.add(restoreJobs(pollers, reporter, clock));
  owned.add(context.secrets.onDidChange(() => pollers.retryKeys()));
  const jobChanges = owned.add(new Emitter<string>());
  owned.add(store.onDidChange((change) => changedJobs(change).forEach((id) => jobChanges.fire(id))));
  return {
    api: {
      jobStatus: (id) => store.find(id)?.job.status,
      onDidChangeJob: jobChanges.event,
      serverDataFolder: server.dataFolder,
    },
    dispose: () => owned.dispose(),
  };
}

/** VS Code's memento: one blob that two windows overwrite, for what may be lost. */
function mementoMemory(memento: vscode.Memento, reporter: Reporter): Memory {
  return {
    get: (key) => memento.get(key),
    set: (key, value) => reporter.runQuietly('Remembering', () => memento.update(key, value)),
  };
}

/** Milliseconds after which jobs that were active when last seen are looked for: the window is up by then. */
const startDelay = 500;

/** Shows the jobs as they were last seen; a service is asked only where one of them was active. */
function restoreJobs(pollers: Pollers, reporter: Reporter, clock: Clock): Disposable {
  const owned = new DisposableStore();
  reporter.runQuietly('Restoring jobs', async () => {
    const active = await pollers.restore();
    if (!vscode.workspace.isTrusted || active.length === 0) return;
    owned.add(clock.after(startDelay, () => active.forEach((name) => pollers.begin(name))));
  });
  return owned;
}
