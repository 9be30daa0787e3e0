import type * as vscode from 'vscode';
import { activateWorkbench, type WorkbenchApi } from './vscode/activate.ts';

/** What other extensions and the tests see of the running extension. */
export interface ExtensionApi extends WorkbenchApi {
  /** Milliseconds that activation took. */
  readonly activationTime: number;
}

export async function activate(context: vscode.ExtensionContext): Promise<ExtensionApi> {
  const start = performance.now();
  const api = await activateWorkbench(context);
  return { ...api, activationTime: performance.now() - start };
}
