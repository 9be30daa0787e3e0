import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposable.ts';
import { systemClock } from '../common/time.ts';
import { activateDatasets } from './activateDatasets.ts';
import type { WorkbenchApi } from './activateJobs.ts';
import type { Ground } from './ground.ts';
import { commands } from './ids.ts';
import { createLog } from './log.ts';
import { Reporter } from './report.ts';
import { registerSample } from './sample.ts';
import { StatusItem } from './statusItem.ts';

export type { WorkbenchApi };

/**
 * Builds everything and wires it together; what is open is checked first, the jobs follow. Starts no process and asks no
 * service: that waits for the person.
 */
export async function activateWorkbench(context: vscode.ExtensionContext): Promise<WorkbenchApi> {
  // The words of the pure parts come from the same translation as those of the adapters.
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const log = owned.add(createLog('Finetune Workbench'));
  const reporter = new Reporter(log);
  const programs = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const status = owned.add(new StatusItem());
  const ground: Ground = { context, reporter, log, clock: systemClock, programs, status };
  const { checkOnDisk, worker } = owned.add(activateDatasets(ground));
  owned.add(registerSample(context.extensionUri, reporter));
  owned.add(vscode.commands.registerCommand(commands.showLog, () => log.show()));
  const { activateJobs } = await import('./activateJobs.ts');
  return owned.add(activateJobs(ground, checkOnDisk, worker)).api;
}
