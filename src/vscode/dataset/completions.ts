import * as vscode from 'vscode';
import { suggestionsAt, type Suggestion } from '../../dataset/suggestions.ts';
import { checkedNow } from './checked.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import { docWords } from './words.ts';

const kinds: Readonly<Record<Suggestion['type'], vscode.CompletionItemKind>> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  template: vscode.CompletionItemKind.Snippet,
};

/** Completion of keys, values and whole examples, inside quotes as well. */
export function datasetCompletions(diagnostics: DatasetDiagnostics): vscode.CompletionItemProvider {
  return {
    provideCompletionItems(document, { line, character }) {
      const checker = checkedNow(diagnostics, document);
      // An empty file is no dataset yet; this is how it becomes one.
      if (!checker && !isEmpty(document)) return [];
      const row = document.lineAt(line).text;
      const suggestions = suggestionsAt(row, character, checker?.session.summary.format);
      return suggestions.map((suggestion, index) => toItem(suggestion, line, index));
    },
  };
}

const isEmpty = (document: vscode.TextDocument): boolean =>
  document.lineCount === 1 && document.lineAt(0).isEmptyOrWhitespace;

function toItem(suggestion: Suggestion, line: number, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem(suggestion.label, kinds[suggestion.type]);
  const { start, end } = suggestion.span;
  item.range = new vscode.Range(line, start, line, end);
  item.insertText = new vscode.SnippetString(suggestion.snippet);
  item.filterText = suggestion.filter;
  item.sortText = String(index).padStart(3, '0');
  if (suggestion.doc) item.documentation = docWords(suggestion.doc);
  if (suggestion.isDeprecated) item.tags = [vscode.CompletionItemTag.Deprecated];
  if (suggestion.asksOn) item.command = { command: 'editor.action.triggerSuggest', title: '' };
  return item;
}
