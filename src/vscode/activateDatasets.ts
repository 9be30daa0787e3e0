import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';
import { DatasetWorker } from '../worker/start.ts';
import { TrainingFiles } from './dataset/trainingFiles.ts';
import { registerBigFileStatus } from './dataset/bigFileStatus.ts';
import { registerCheckFile } from './dataset/checkFile.ts';
import { CheckedFiles } from './dataset/checkedFiles.ts';
import { DatasetChoices } from './dataset/choices.ts';
import { registerDiagnostics } from './dataset/diagnostics.ts';
import { registerExplainRule } from './dataset/explainRule.ts';
import { registerTokenHints } from './dataset/inlays.ts';
import { JobFileIndex } from './dataset/jobFiles.ts';
import { registerOptionCommands } from './dataset/optionCommands.ts';
import { diskCheck, type CheckOnDisk } from './dataset/diskCheck.ts';
import { EditorDatasetOptions } from './dataset/options.ts';
import { registerAuthoring } from './dataset/registerAuthoring.ts';
import { registerSaveAsUtf8 } from './dataset/saveAsUtf8.ts';
import { registerDatasetStatus } from './dataset/status.ts';
import { registerSymbols } from './dataset/symbols.ts';
import { TokenCounts } from './dataset/tokenCounts.ts';
import { FileMemory } from './fileMemory.ts';
import type { Ground } from './ground.ts';

/** Builds what people write datasets with: marks, fixes, hovers, completion, outline, tokens and the check of files on disk. */
export function activateDatasets({
  context,
  reporter,
  log,
  clock,
  programs,
  status,
}: Ground): Disposable & { readonly checkOnDisk: CheckOnDisk; readonly worker: DatasetWorker } {
  const owned = new DisposableStore();
  const jobFiles = owned.add(new JobFileIndex(log, reporter));
  const remembered = (name: string): FileMemory => owned.add(new FileMemory(context.workspaceState, name, reporter));
  const choices = owned.add(new DatasetChoices(remembered('dataset'), jobFiles));
  const trainingFiles = owned.add(new TrainingFiles(reporter));
  const options = owned.add(new EditorDatasetOptions(remembered('format'), jobFiles, trainingFiles));
  const diagnostics = owned.add(registerDiagnostics(choices, options, { clock, reporter }));
  owned.add(registerOptionCommands(options, reporter));
  const workerProgram = vscode.Uri.joinPath(programs, 'worker.js').fsPath;
  const worker = owned.add(new DatasetWorker({ program: workerProgram, ranks: programs.fsPath }));
  const files = owned.add(new CheckedFiles(diagnostics, reporter));
  const checkOnDisk = diskCheck({ worker, options, files });
  owned.add(registerCheckFile({ check: checkOnDisk, files, reporter }));
  owned.add(registerBigFileStatus(files, status));
  owned.add(registerSaveAsUtf8(reporter));
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
  owned.add(registerDatasetStatus(diagnostics, choices, options, tokens, reporter));
  const imageFolder = vscode.Uri.joinPath(context.globalStorageUri, 'images').fsPath;
  owned.add(registerAuthoring({ diagnostics, options, clock, reporter, tokensOf: tokens.of, imageFolder }));
  owned.add(registerTokenHints(diagnostics, tokens));
  owned.add(registerSymbols(diagnostics, clock));
  return { checkOnDisk, worker, dispose: () => owned.dispose() };
}
