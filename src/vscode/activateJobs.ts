import * as vscode from 'vscode';
import type { Clock } from '../common/time.ts';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';
import { isActive } from '../jobs/jobStatus.ts';
import { Poller } from '../jobs/poller.ts';
import { JobStore } from '../jobs/store.ts';
import { localConnection } from './connections/localConnection.ts';
import type { CheckOnDisk } from './dataset/diskCheck.ts';
import { createOnce, textFolder } from './files.ts';
import { views } from './ids.ts';
import { registerJobCommands } from './jobs/commands.ts';
import { registerEventLogs } from './jobs/events.ts';
import { registerNotifications } from './jobs/notifications.ts';
import { registerJobsTree } from './jobs/tree.ts';
import { LocalServer } from './localServer.ts';
import type { Reporter } from './report.ts';
import { registerServerCommands } from './serverCommands.ts';
import { engineReader, watchEngines } from './serverEngines.ts';
import { currentSettings } from './settings.ts';
import type { Ground } from './ground.ts';

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
  { context, reporter, log, clock, programs }: Ground,
  checkOnDisk: CheckOnDisk,
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
  const connection = localConnection(server);
  const store = new JobStore();
  owned.add(store);
  const poller = owned.add(new Poller({ connection, store, clock, log }));
  const tree = owned.add(registerJobsTree({ store, connection, poller, reporter }));
  const eventLogs = owned.add(registerEventLogs(store));
  const noticesFolder = vscode.Uri.joinPath(context.globalStorageUri, 'notices').fsPath;
  owned.add(registerNotifications({ store, reporter, noticesFolder, createOnce }));
  owned.add(
    registerJobCommands({
      connection,
      store,
      poller,
      log,
      reporter,
      eventLogs,
      clock,
      launches: textFolder(vscode.Uri.joinPath(context.globalStorageUri, 'launches').fsPath),
      checkOnDisk,
      onLaunched(job) {
        poller.wake();
        reporter.runQuietly('Showing the new job', async () => {
          await vscode.commands.executeCommand(`${views.jobs}.focus`);
          await tree.reveal(job.id);
        });
      },
    }),
  );
  owned.add(registerServerCommands({ server, reporter, onStarted: () => poller.wake() }));
  owned.add(watchEngines(server, reporter));
  owned.add(rememberActiveJobs(context, store, poller, reporter, clock));
  const jobChanges = owned.add(new Emitter<string>());
  owned.add(store.onDidChange((change) => change.type === 'job' && jobChanges.fire(change.id)));
  return {
    api: {
      jobStatus: (id) => store.find(id)?.job.status,
      onDidChangeJob: jobChanges.event,
      serverDataFolder: server.dataFolder,
    },
    dispose: () => owned.dispose(),
  };
}

const activeJobsKey = 'jobs.wereActive';

/** A job that was active when last seen is looked for in the next window, shortly after it is up. */
function rememberActiveJobs(
  context: vscode.ExtensionContext,
  store: JobStore,
  poller: Poller,
  reporter: Reporter,
  clock: Clock,
): Disposable {
  const owned = new DisposableStore();
  let wereActive = context.globalState.get(activeJobsKey, false);
  if (wereActive && vscode.workspace.isTrusted) owned.add(clock.after(500, () => poller.wake()));
  owned.add(
    store.onDidChange(() => {
      const areActive = store.list().some(({ job }) => isActive(job));
      if (areActive === wereActive) return;
      wereActive = areActive;
      reporter.runQuietly('Remembering active jobs', () => context.globalState.update(activeJobsKey, areActive));
    }),
  );
  return owned;
}
