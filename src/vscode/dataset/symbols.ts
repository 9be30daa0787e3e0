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
const slice = 5;

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
  const known = new WeakMap<vscode.TextDocument, Entries>();
  return vscode.languages.registerDocumentSymbolProvider(
    datasetSelector,
    {
      async provideDocumentSymbols(document, token) {
        if (!(await whenChecked(diagnostics, document, token))) return [];
        const entries: Entries = new Map();
        const symbols = await examplesOf(document, { before: known.get(document), now: entries }, clock, token);
        if (!token.isCancellationRequested) known.set(document, entries);
        return symbols;
      },
    },
    { label: vscode.l10n.t('Training data') },
  );
}

/** What the outline says of an example, by the text of its row; undefined for a row that is none. */
type Entries = Map<string, { readonly title: string; readonly roles: string } | undefined>;

/** Entries of the last outline, so that after an edit only new rows are read, and those of this one. */
interface Known {
  readonly before: Entries | undefined;
  readonly now: Entries;
}

async function examplesOf(
  document: vscode.TextDocument,
  { before, now }: Known,
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
    const entry = before?.has(text) ? before.get(text) : entryOf(text);
    now.set(text, entry);
    if (entry) symbols.push(symbolOf(`${number} ${entry.title}`.trimEnd(), entry.roles, range));
    number++;
  }
  return symbols;
}

function entryOf(text: string): { readonly title: string; readonly roles: string } | undefined {
  // Where an array or an example on several lines begins: its lines are no examples.
  if (/^\s*\{\s*$/.test(text)) return undefined;
  const view = exampleView(text);
  return view && { title: exampleTitle(view, titleLength), roles: rolesInWords(view) };
}

function symbolOf(name: string, detail: string, range: vscode.Range): vscode.DocumentSymbol {
  return new vscode.DocumentSymbol(name, detail, vscode.SymbolKind.Object, range, range);
}
