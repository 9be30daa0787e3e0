import type * as vscode from 'vscode';
import { activateWorkbench, type WorkbenchApi } from './vscode/activate.ts';

/** What other extensions and the tests see of the running extension. */
export interface ExtensionApi extends WorkbenchApi {
  /** Milliseconds that activation took by the clock. */
  readonly activationTime: number;
  /** Milliseconds of processor time that this process used meanwhile: what a busy machine does not add to. */
  readonly activationWork: number;
}

export async function activate(context: vscode.ExtensionContext): Promise<ExtensionApi> {
  const start = performance.now();
  const before = process.cpuUsage();
  const api = await activateWorkbench(context);
  const { user, system } = process.cpuUsage(before);
  return { ...api, activationTime: performance.now() - start, activationWork: (user + system) / 1000 };
}
