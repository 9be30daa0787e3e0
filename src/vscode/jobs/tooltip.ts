import * as vscode from 'vscode';
import { plainText } from '../markdown.ts';

/** Lines of plain text under a heading: nothing that a service sends is markup. Empty lines are left out. */
export function tooltip(lines: readonly (string | false | undefined)[], heading?: string): vscode.MarkdownString {
  const shown = lines.filter((line) => typeof line === 'string' && line !== '').map((line) => plainText(String(line)));
  const head = heading === undefined ? [] : [`**${plainText(heading)}**`];
  return new vscode.MarkdownString([...head, ...shown].join('  \n'));
}
