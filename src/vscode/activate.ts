import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { Emitter, type Event } from '../common/event.ts';
import { systemClock } from '../common/time.ts';
import { isActive } from '../jobs/jobStatus.ts';
import { Poller } from '../jobs/poller.ts';
import { JobStore } from '../jobs/store.ts';
import { DatasetWorker } from '../worker/start.ts';
import { TrainingFiles } from './dataset/trainingFiles.ts';
import { localConnection } from './connections/localConnection.ts';
import { registerBigFileStatus } from './dataset/bigFileStatus.ts';
import { registerCheckFile } from './dataset/checkFile.ts';
import { CheckedFiles } from './dataset/checkedFiles.ts';
import { DatasetChoices } from './dataset/choices.ts';
import { registerCompletions } from './dataset/completions.ts';
import { registerDiagnostics } from './dataset/diagnostics.ts';
import { registerExplainRule } from './dataset/explainRule.ts';
import { registerHovers } from './dataset/hovers.ts';
import { registerFixes } from './dataset/fixes.ts';
import { registerTokenHints } from './dataset/inlays.ts';
import { JobFileIndex } from './dataset/jobFiles.ts';
import { registerOptionCommands } from './dataset/optionCommands.ts';
import { EditorDatasetOptions } from './dataset/options.ts';
import { registerDatasetStatus } from './dataset/status.ts';
import { registerSymbols } from './dataset/symbols.ts';
import { TokenCounts } from './dataset/tokenCounts.ts';
import { cacheFile, createOnce } from './files.ts';
import { commands, views } from './ids.ts';
import { registerJobCommands } from './jobs/commands.ts';
import { registerEventLogs } from './jobs/events.ts';
import { registerNotifications } from './jobs/notifications.ts';
import { registerJobsTree } from './jobs/tree.ts';
import { LocalServer } from './localServer.ts';
import { createLog } from './log.ts';
import { Reporter } from './report.ts';
import { registerSample } from './sample.ts';
import { registerServerCommands } from './serverCommands.ts';
import { currentSettings } from './settings.ts';

/** For tasks and other extensions that launch jobs by command and want to know what became of them. */
export interface WorkbenchApi {
  /** The status of a listed job in its service's words. */
  jobStatus(id: string): string | undefined;
  /** Fires with the id of a job about which something new is known. */
  readonly onDidChangeJob: Event<string>;
  /** Holds the local server's database, files and log. */
  readonly serverDataFolder: string;
}

/** Builds everything and wires it together. Starts no process and asks no service: that waits for the person. */
export function activateWorkbench(context: vscode.ExtensionContext): Disposable & { readonly api: WorkbenchApi } {
  const owned = new DisposableStore();
  const log = owned.add(createLog('Finetune Workbench'));
  const reporter = new Reporter(log);
  // The words of the pure parts come from the same translation as those of the adapters.
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const clock = systemClock;

  const jobFiles = owned.add(new JobFileIndex(log, reporter));
  const choices = owned.add(new DatasetChoices(context.workspaceState, jobFiles));
  const trainingFiles = owned.add(new TrainingFiles(reporter));
  const options = owned.add(new EditorDatasetOptions(context.workspaceState, jobFiles, trainingFiles));
  const diagnostics = owned.add(registerDiagnostics(choices, options, clock));
  owned.add(registerFixes(diagnostics, options, clock));
  owned.add(registerOptionCommands(options, reporter));
  const programs = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const workerProgram = vscode.Uri.joinPath(programs, 'worker.js').fsPath;
  const worker = owned.add(new DatasetWorker({ program: workerProgram, ranks: programs.fsPath }));
  const files = owned.add(new CheckedFiles());
  owned.add(registerCheckFile({ worker, options, files, reporter }));
  owned.add(registerBigFileStatus(files));
  owned.add(registerExplainRule(context.extensionUri, reporter));
  const tokens = owned.add(
    new TokenCounts({
      diagnostics,
      options,
      count: (rows, how, signal) => worker.countTokens({ rows, ...how }, { signal }),
      clock,
      reporter,
    }),
  );
  const images = { folder: vscode.Uri.joinPath(context.globalStorageUri, 'images').fsPath, maxBytes: 100 * 2 ** 20 };
  const imageFile = (bytes: Uint8Array, extension: string): Promise<string> => cacheFile(images, bytes, extension);
  owned.add(registerDatasetStatus(diagnostics, choices, options, tokens, reporter));
  owned.add(registerHovers(diagnostics, { tokensOf: tokens.of, imageFile }));
  owned.add(registerTokenHints(diagnostics, tokens));
  owned.add(registerSymbols(diagnostics, clock));
  owned.add(registerCompletions(diagnostics));

  const server = new LocalServer({
    programs: programs.fsPath,
    storage: context.globalStorageUri.fsPath,
    version: (context.extension.packageJSON as { version: string }).version,
    port: currentSettings.localServerPort,
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
      onLaunched(job) {
        poller.wake();
        reporter.runQuietly('Showing the new job', async () => {
          await vscode.commands.executeCommand(`${views.jobs}.focus`);
          await tree.reveal(job.id);
        });
      },
    }),
  );
  owned.add(registerServerCommands(server, connection, store, reporter));
  owned.add(registerSample(context.extensionUri, reporter));
  owned.add(vscode.commands.registerCommand(commands.showLog, () => log.show()));
  owned.add(rememberActiveJobs(context, store, poller, reporter));
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
): Disposable {
  const owned = new DisposableStore();
  let wereActive = context.globalState.get(activeJobsKey, false);
  if (wereActive && vscode.workspace.isTrusted) owned.add(systemClock.after(500, () => poller.wake()));
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
