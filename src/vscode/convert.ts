import * as vscode from 'vscode';
import { problemMessage } from '../dataset/messages.ts';
import type { Problem, Severity } from '../dataset/problems.ts';
import { ruleLink } from './dataset/explainRule.ts';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Rows are lines and columns are characters: both sides count 0-based UTF-16 units. */
export function rangeOf(problem: Problem): vscode.Range {
  return new vscode.Range(problem.row, problem.span.start, problem.row, problem.span.end);
}

/** VS Code draws this many columns of a line (`editor.stopRenderingLineAfter`); what lies beyond is not seen. */
const drawnColumns = 10_000;

/** The sentence; of a problem that cannot be seen in its line, with the column (1-based, as the editor counts). */
function message(problem: Problem): string {
  const words = problemMessage(problem);
  return problem.span.start < drawnColumns
    ? words
    : vscode.l10n.t('{0} (column {1})', words, (problem.span.start + 1).toLocaleString());
}

export function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(problem), message(problem), severities[problem.severity]);
  diagnostic.source = 'finetune';
  diagnostic.code = { value: problem.rule, target: ruleLink(problem.rule) };
  return diagnostic;
}
