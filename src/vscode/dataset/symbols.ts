import * as vscode from 'vscode';
import { DisposableStore, toDisposable, type Disposable } from '../../common/disposable.ts';
import { pause, type Clock } from '../../common/time.ts';
import { exampleTitle, exampleView, rolesInWords } from '../../dataset/example.ts';
import { checkedNow, whenChecked } from './checked.ts';
import { datasetSelector, type DatasetDiagnostics } from './diagnostics.ts';

/** More entries than a person reads, few enough for VS Code to draw at once. */
const maxSymbols = 5000;
/** UTF-16 units of the user's words. */
const titleLength = 60;
/** Milliseconds of reading at a stretch. */
const slice = 8;

/** The outline: one entry an example, with its number and the first words of the user. Breadcrumbs follow it. */
export function registerSymbols(diagnostics: DatasetDiagnostics, clock: Clock): Disposable {
  const owned = new DisposableStore();
  const wereChecked = new Map<vscode.TextDocument, boolean>();
  let provider = provide(diagnostics, clock);
  owned.add(
    diagnostics.onDidChange((document) => {
      const isChecked = checkedNow(diagnostics, document) !== undefined;
      const wasChecked = wereChecked.get(document) ?? isChecked;
      wereChecked.set(document, isChecked);
      if (isChecked === wasChecked) return;
      // VS Code asks again after an edit only, and when there is another provider.
      provider.dispose();
      provider = provide(diagnostics, clock);
    }),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument((document) => wereChecked.delete(document)));
  owned.add(toDisposable(() => provider.dispose()));
  return owned;
}

function provide(diagnostics: DatasetDiagnostics, clock: Clock): Disposable {
  return vscode.languages.registerDocumentSymbolProvider(
    datasetSelector,
    {
      async provideDocumentSymbols(document, token) {
        return (await whenChecked(diagnostics, document, token)) ? examplesOf(document, clock, token) : [];
      },
    },
    { label: vscode.l10n.t('Training data') },
  );
}

async function examplesOf(
  document: vscode.TextDocument,
  clock: Clock,
  token: vscode.CancellationToken,
): Promise<vscode.DocumentSymbol[]> {
  const symbols: vscode.DocumentSymbol[] = [];
  const { version } = document;
  let end = clock.now() + slice;
  for (let line = 0, number = 1; line < document.lineCount && symbols.length < maxSymbols; line++) {
    if (clock.now() > end) {
      await pause(clock, 0);
      // The rows may have moved; VS Code asks again after an edit.
      if (token.isCancellationRequested || document.version !== version) return symbols;
      end = clock.now() + slice;
    }
    const { text, range, isEmptyOrWhitespace } = document.lineAt(line);
    if (isEmptyOrWhitespace) continue;
    const symbol = exampleSymbol(text, number++, range);
    if (symbol) symbols.push(symbol);
  }
  return symbols;
}

function exampleSymbol(text: string, number: number, range: vscode.Range): vscode.DocumentSymbol | undefined {
  const view = exampleView(text);
  if (!view) return undefined;
  const name = `${number} ${exampleTitle(view, titleLength)}`.trimEnd();
  const detail = rolesInWords(view);
  return new vscode.DocumentSymbol(name, detail, vscode.SymbolKind.Object, range, range);
}
