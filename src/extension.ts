import type * as vscode from 'vscode';
import { activateWorkbench, type WorkbenchApi } from './vscode/activate.ts';

/** What other extensions and the tests see of the running extension. */
export interface ExtensionApi extends WorkbenchApi {
  /** Milliseconds that activation took. */
  readonly activationTime: number;
}

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const start = performance.now();
  const workbench = activateWorkbench(context);
  context.subscriptions.push(workbench);
  return { ...workbench.api, activationTime: performance.now() - start };
}
