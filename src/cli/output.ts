import type { FileCheck } from '../dataset/checkFile.ts';
import { problemMessage } from '../dataset/messages.ts';
import type { Problem, Severity } from '../dataset/problems.ts';
import { joined, lined } from './pieces.ts';

/** A checked file, named as it was given on the command line. */
export interface CheckedFile {
  readonly file: string;
  readonly check: FileCheck;
}

/**
 * One JSON value: `{"files": [{"file", "format", "examples", "tokens", "problems": [{"line", "rule", "severity",
 * "startColumn", "endColumn", "message"}], "more"}]}`. Lines are 1-based; columns are 0-based UTF-16 units, the end
 * exclusive; `format` is null where it is unknown, `tokens` where they were not counted. In pieces: there may be many problems.
 */
export function* jsonOutput(files: readonly CheckedFile[]): Generator<string, void, void> {
  yield '{"files":[';
  for (const [at, { file, check }] of files.entries()) {
    const { format, examples, tokens, problems, more } = check;
    const facts = JSON.stringify({ file, format: format ?? null, examples, tokens: tokens ?? null });
    yield `${at === 0 ? '' : ','}${facts.slice(0, -1)},"problems":[`;
    yield* joined(jsonProblems(problems), ',');
    yield `],"more":${more}}`;
  }
  yield ']}\n';
}

function* jsonProblems(problems: readonly Problem[]): Generator<string, void, void> {
  for (const problem of problems) {
    const { rule, severity, row, span } = problem;
    const place = { startColumn: span.start, endColumn: span.end };
    yield JSON.stringify({ line: row + 1, rule, severity, ...place, message: problemMessage(problem) });
  }
}

/** A line a problem, which editors and terminals can follow to its place, and a line a file. Columns are 1-based here. */
export function textOutput({ file, check }: CheckedFile): Iterable<string> {
  return lined(textLines(file, check));
}

function* textLines(file: string, check: FileCheck): Generator<string, void, void> {
  const name = printable(file);
  for (const problem of check.problems) {
    const { row, span, severity, rule } = problem;
    yield `${name}:${row + 1}:${span.start + 1}: ${severity}: ${printable(problemMessage(problem))} (${rule})`;
  }
  if (check.more > 0) yield `${name}: ${notShown(check.more)}`;
  yield `${name}: ${summary(check)}`;
}

/** Text as a terminal shows and does not obey it: messages may quote the data. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What a file is, and how much was found. */
export function summary({ format, examples, tokens, errors, warnings, infos }: FileCheck): string {
  const counts: readonly (readonly [Severity, number])[] = [
    ['error', errors],
    ['warning', warnings],
    ['info', infos],
  ];
  const found = counts.filter(([, number]) => number > 0).map(([severity, number]) => count(number, severity));
  const size = [count(examples, 'example'), ...(tokens === undefined ? [] : [count(tokens, 'token')])];
  return [format ?? 'unknown format', ...size, ...(found.length > 0 ? found : ['no problems'])].join(', ');
}

export function notShown(more: number): string {
  return `${count(more, 'more problem')} not shown`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
