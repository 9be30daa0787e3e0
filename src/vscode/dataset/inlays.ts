import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { Emitter, type Event } from '../../common/event.ts';
import { settings } from '../ids.ts';
import { currentSettings } from '../settings.ts';
import { checkedNow } from './checked.ts';
import { datasetSelector, type DatasetDiagnostics } from './diagnostics.ts';
import type { TokensOf } from './tokenCounts.ts';

export interface TokenSource {
  readonly of: TokensOf;
  readonly onDidChange: Event<vscode.TextDocument>;
}

/**
 * Tokens of each example in sight, as inlay hints. They stand at the start of the row: its end is out of sight, and from
 * column 10,000 on VS Code draws nothing.
 */
export function registerTokenHints(diagnostics: DatasetDiagnostics, tokens: TokenSource): Disposable {
  const owned = new DisposableStore();
  const changes = owned.add(new Emitter<void>());
  owned.add(tokens.onDidChange(() => changes.fire()));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.tokenHints)) changes.fire();
    }),
  );
  owned.add(
    vscode.languages.registerInlayHintsProvider(datasetSelector, {
      onDidChangeInlayHints: changes.event,
      provideInlayHints(document, range) {
        if (!currentSettings.tokenHints(document.uri) || !checkedNow(diagnostics, document)) return [];
        return hintsOf(document, range, tokens.of);
      },
    }),
  );
  return owned;
}

function hintsOf(document: vscode.TextDocument, range: vscode.Range, tokensOf: TokensOf): vscode.InlayHint[] {
  const counts: (readonly [line: number, tokens: number])[] = [];
  for (let line = range.start.line; line <= range.end.line && line < document.lineCount; line++) {
    const tokens = tokensOf(document, line);
    if (tokens) counts.push([line, tokens]);
  }
  const most = counts.reduce((highest, [, tokens]) => Math.max(highest, tokens), 0);
  const width = most.toLocaleString().length;
  return counts.map(([line, tokens]) => {
    // Figure spaces are as wide as digits: the rows stay aligned.
    const label = vscode.l10n.t('{0} tokens', tokens.toLocaleString().padStart(width, '\u2007'));
    const hint = new vscode.InlayHint(new vscode.Position(line, 0), label);
    hint.tooltip = vscode.l10n.t('Tokens of this example. The setting {0} switches them off.', settings.tokenHints);
    hint.paddingRight = true;
    return hint;
  });
}
