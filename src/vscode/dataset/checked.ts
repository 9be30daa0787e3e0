import type * as vscode from 'vscode';
import { DisposableStore } from '../../common/disposable.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import type { DocumentChecker } from './documentChecker.ts';

/** The checker of a document that is checked as a dataset; undefined of any other, and of one that is not read yet. */
export function checkedNow(
  diagnostics: DatasetDiagnostics,
  document: vscode.TextDocument,
): DocumentChecker | undefined {
  const state = diagnostics.stateOf(document);
  return state?.isChecked ? state.checker : undefined;
}

/** As `checkedNow`, once the document was read. Undefined too when the token is cancelled before. */
export async function whenChecked(
  diagnostics: DatasetDiagnostics,
  document: vscode.TextDocument,
  token: vscode.CancellationToken,
): Promise<DocumentChecker | undefined> {
  const isReading = (): boolean => diagnostics.stateOf(document)?.checker.isLoaded === false;
  if (isReading() && !token.isCancellationRequested) {
    const listening = new DisposableStore();
    await new Promise<void>((resolve) => {
      listening.add(diagnostics.onDidChange((changed) => changed === document && resolve()));
      listening.add(token.onCancellationRequested(() => resolve()));
    });
    listening.dispose();
  }
  return token.isCancellationRequested ? undefined : checkedNow(diagnostics, document);
}
