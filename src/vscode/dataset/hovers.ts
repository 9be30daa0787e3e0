import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable.ts';
import { rolesInWords } from '../../dataset/example.ts';
import { hoverFactAt, type HoverFact } from '../../dataset/hoverFacts.ts';
import { plainText } from '../markdown.ts';
import { checkedNow } from './checked.ts';
import { datasetSelector, type DatasetDiagnostics } from './diagnostics.ts';
import { docParagraphs, docWords, paragraphs } from './words.ts';

const { t } = vscode.l10n;

/** Hovers: what a key or a role means, and the whole example at its first brace. */
export function registerHovers(diagnostics: DatasetDiagnostics): Disposable {
  return vscode.languages.registerHoverProvider(datasetSelector, {
    provideHover(document, { line, character }) {
      const checker = checkedNow(diagnostics, document);
      if (!checker) return undefined;
      const fact = hoverFactAt(document.lineAt(line).text, character, checker.session.summary.format);
      if (!fact) return undefined;
      const range = new vscode.Range(line, fact.span.start, line, fact.span.end);
      return new vscode.Hover(wordsOf(fact), range);
    },
  });
}

/** Words and text of the dataset go in as plain text alone: nothing of a row is ever Markdown. */
function wordsOf(fact: HoverFact): vscode.MarkdownString {
  switch (fact.type) {
    case 'key':
    case 'value':
      return paragraphs(`**${plainText(fact.name)}**`, ...docParagraphs(fact.doc));
    case 'row':
      return paragraphs(`**${plainText(t('{0} example', fact.format))}**`, plainText(rolesInWords(fact.view)));
    case 'image':
      return docWords(fact.doc);
  }
}
