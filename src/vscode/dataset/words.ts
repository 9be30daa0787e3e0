import * as vscode from 'vscode';
import type { KeyDoc } from '../../dataset/schemaDocs.ts';
import { plainText } from '../markdown.ts';

const { t } = vscode.l10n;

/** Paragraphs of Markdown, the empty ones left out. */
export function paragraphs(...texts: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(texts.filter((text) => text !== '').join('\n\n'));
}

/** Meaning, limit and source of a key or value, a paragraph of Markdown each. */
export function docParagraphs({ meaning, limit, source }: KeyDoc): readonly string[] {
  return [
    plainText(meaning),
    limit ? plainText(t('Limit: {0}', limit)) : '',
    `*${plainText(t('Source: {0}', source))}*`,
  ];
}

/** The same as one text. */
export function docWords(doc: KeyDoc): vscode.MarkdownString {
  return paragraphs(...docParagraphs(doc));
}
