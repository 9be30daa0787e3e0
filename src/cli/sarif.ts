import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { problemMessage } from '../dataset/messages.ts';
import { ruleIds, type Problem, type RuleId, type Severity } from '../dataset/problems.ts';
import { ruleDoc } from '../dataset/ruleDocs.ts';
import { notShown, type CheckedFile } from './output.ts';
import { joined } from './pieces.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };
const ruleIndexes = new Map(ruleIds.map((rule, index) => [rule, index]));

/**
 * SARIF 2.1.0 (OASIS), for code scanning: one run with all rules and their help, and a result a problem. Lines and columns
 * are 1-based UTF-16 units, the end exclusive. In pieces: there may be many results.
 */
export function* sarifOutput(
  files: readonly CheckedFile[],
  unreadable: readonly string[],
): Generator<string, void, void> {
  const head = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'finetune',
            version: process.env['FINETUNE_VERSION'] ?? '0.0.0-dev',
            rules: ruleIds.map(ruleDescriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(files, unreadable)],
      },
    ],
  };
  // The results go where the run ends.
  yield JSON.stringify(head).replace(/\}\]\}$/, ',"results":[');
  yield* joined(results(files), ',');
  yield ']}]}\n';
}

function ruleDescriptor(rule: RuleId): object {
  const { severity, what, why, fix, source } = ruleDoc(rule);
  return {
    id: rule,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    help: { text: `${why} ${fix}`, markdown: `${what}\n\n${why}\n\n**To fix it:** ${fix}\n\n_Source:_ ${source}` },
    defaultConfiguration: { level: levels[severity] },
  };
}

function invocation(files: readonly CheckedFile[], unreadable: readonly string[]): object {
  const notes = files
    .filter(({ check }) => check.more > 0)
    .map(({ file, check }) => notification('note', file, `${notShown(check.more)}.`));
  const errors = unreadable.map((file) => notification('error', file, 'The file cannot be read.'));
  return { executionSuccessful: unreadable.length === 0, toolExecutionNotifications: [...errors, ...notes] };
}

function notification(level: string, file: string, text: string): object {
  return { level, message: { text }, locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }] };
}

function* results(files: readonly CheckedFile[]): Generator<string, void, void> {
  for (const { file, check } of files) {
    const uri = uriOf(file);
    for (const problem of check.problems) yield JSON.stringify(result(uri, problem));
  }
}

function result(uri: string, problem: Problem): object {
  const { rule, severity, row, span } = problem;
  const region = { startLine: row + 1, startColumn: span.start + 1, endColumn: span.end + 1 };
  return {
    ruleId: rule,
    ruleIndex: ruleIndexes.get(rule),
    level: levels[severity],
    message: { text: problemMessage(problem) },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
  };
}

/** A path below the current folder stays relative, so that code scanning finds the file in the repository. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split(sep).map(encodeURIComponent).join('/');
}
