import type * as vscode from 'vscode';
import { activateWorkbench } from './vscode/activate.ts';

/** What other extensions and the tests see of the running extension. */
export interface ExtensionApi {
  /** Milliseconds that activation took. */
  readonly activationTime: number;
}

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const start = performance.now();
  context.subscriptions.push(activateWorkbench(context));
  return { activationTime: performance.now() - start };
}
