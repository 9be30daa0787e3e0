import type { FileCheck } from '../dataset/checkFile.ts';
import { problemMessage } from '../dataset/messages.ts';
import type { Problem, Severity } from '../dataset/problems.ts';

/** A checked file, named as it was given on the command line. */
export interface CheckedFile {
  readonly file: string;
  readonly check: FileCheck;
}

/**
 * One JSON value: `{"files": [{"file", "format", "examples", "tokens", "problems": [{"line", "rule", "severity",
 * "startColumn", "endColumn", "message"}], "more"}]}`. Lines are 1-based; columns are 0-based UTF-16 units, the end
 * exclusive; `format` is null where it is unknown, `tokens` where they were not counted.
 */
export function jsonOutput(files: readonly CheckedFile[]): string {
  const shown = files.map(({ file, check: { format, examples, problems, more } }) => ({
    file,
    format: format ?? null,
    examples,
    tokens: null,
    problems: problems.map(jsonProblem),
    more,
  }));
  return `${JSON.stringify({ files: shown })}\n`;
}

function jsonProblem(problem: Problem): object {
  const { rule, severity, row, span } = problem;
  const place = { startColumn: span.start, endColumn: span.end };
  return { line: row + 1, rule, severity, ...place, message: problemMessage(problem) };
}

/** A line a problem, which editors and terminals can follow to its place, and a line a file. Columns are 1-based here. */
export function textOutput({ file, check }: CheckedFile): string {
  const lines = check.problems.map((problem) => {
    const { row, span, severity, rule } = problem;
    return `${file}:${row + 1}:${span.start + 1}: ${severity}: ${problemMessage(problem)} (${rule})`;
  });
  if (check.more > 0) lines.push(`${file}: ${count(check.more, 'more problem')} not shown`);
  lines.push(`${file}: ${summary(check)}`);
  return `${lines.join('\n')}\n`;
}

function summary({ format, examples, errors, warnings, infos }: FileCheck): string {
  const counts: readonly (readonly [Severity, number])[] = [
    ['error', errors],
    ['warning', warnings],
    ['info', infos],
  ];
  const found = counts.filter(([, number]) => number > 0).map(([severity, number]) => count(number, severity));
  return [format ?? 'unknown format', count(examples, 'example'), ...(found.length > 0 ? found : ['no problems'])].join(
    ', ',
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
