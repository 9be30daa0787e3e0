import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import { Datasets } from '../../jobs/datasets.ts';
import { Deleted } from '../../jobs/deleted.ts';
import type { LaunchJournal } from '../../jobs/journal.ts';
import type { ModelLists } from '../../jobs/modelLists.ts';
import { OlderJobs } from '../../jobs/olderJobs.ts';
import { Pins } from '../../jobs/pins.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { ConnectionList } from '../connections/connectionList.ts';
import { textFolder } from '../../disk/textFolder.ts';
import type { Reporter } from '../report.ts';
import { sha256OfSaved } from '../savedFile.ts';
import { FileTexts } from './fileTexts.ts';
import { lineageFacts } from './lineageFacts.ts';
import { registerPinnedJobs } from './pinnedJobs.ts';
import { registerRowCommands } from './rowCommands.ts';
import { registerJobsTree } from './tree.ts';
import { registerUploadedContents } from './uploadedContent.ts';
import { registerViewCommands } from './viewCommands.ts';
import { ViewState } from './viewState.ts';

interface JobsViewParts {
  readonly context: vscode.ExtensionContext;
  readonly store: JobStore;
  readonly connections: ConnectionList;
  readonly pollers: Pollers;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly journal: LaunchJournal;
  readonly lists: ModelLists;
}

export interface JobsView extends Disposable {
  /** Shows and selects the job, unless the filter hides it. */
  reveal(jobId: string): Promise<void>;
  /** The rows that are selected. */
  readonly selection: () => readonly unknown[];
}

/** Builds the jobs view: its tree, and the commands on what it shows and on its rows. */
export function registerJobsView(parts: JobsViewParts): JobsView {
  const { context, store, connections, reporter, journal } = parts;
  const owned = new DisposableStore();
  const view = new ViewState(context.workspaceState);
  const pins = new Pins(textFolder(vscode.Uri.joinPath(context.globalStorageUri, 'pins').fsPath));
  const older = new OlderJobs(store);
  const deleted = new Deleted();
  const fileTexts = new FileTexts(connections, reporter);
  const contents = owned.add(registerUploadedContents(connections, reporter));
  const launchOf = ({ connection, job }: JobRecord) => journal.launchOf(connection, job.id);
  const lineageOf = async (record: JobRecord) => (await launchOf(record))?.lineage;
  const tree = owned.add(
    registerJobsTree({
      ...parts,
      view,
      pins,
      older,
      deleted,
      fileTexts,
      datasets: new Datasets(journal),
      lineageOf,
      lineageFacts: (lineage) => lineageFacts(lineage, sha256OfSaved),
    }),
  );
  const selection = (): readonly unknown[] => tree.selection;
  owned.add(registerPinnedJobs({ store, connections, pins, reporter }));
  owned.add(registerViewCommands({ store, connections, view, older, reporter }));
  owned.add(
    registerRowCommands({
      store,
      connections,
      reporter,
      selection,
      pins,
      contents,
      deleted,
      fileText: (connection, file) => fileTexts.text(connection, file),
      settingsOf: (name) => connections.settings.find((settings) => settings.name === name),
      launchOf,
      lineageOf,
    }),
  );
  reporter.runQuietly('Reading pins', () => pins.load());
  return { reveal: (jobId) => tree.reveal(jobId), selection, dispose: () => owned.dispose() };
}
