import { problemMessage } from '../dataset/messages.ts';
import type { Severity } from '../dataset/problems.ts';
import { notShown, summary, type CheckedFile } from './output.ts';
import { lined } from './pieces.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands of GitHub Actions, which mark the lines of a pull request, and a plain line a file for the log. Lines
 * and columns are 1-based, the end column exclusive, as in ESLint's commands.
 */
export function githubOutput(file: CheckedFile): Iterable<string> {
  return lined(githubLines(file));
}

function* githubLines({ file, check }: CheckedFile): Generator<string, void, void> {
  for (const problem of check.problems) {
    const { row, span, severity, rule } = problem;
    const place = { line: row + 1, col: span.start + 1, endColumn: span.end + 1, title: rule };
    yield command(commands[severity], { file, ...place }, problemMessage(problem));
  }
  if (check.more > 0) yield command('notice', { file }, notShown(check.more));
  yield `${file}: ${summary(check)}`;
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${written.join(',')}::${escapeData(message)}`;
}

// As GitHub's own @actions/core writes them.
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
