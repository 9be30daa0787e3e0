import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { errorText } from '../common/errors.ts';
import { requestProblems, type JobFileProblem } from '../jobs/jobFile.ts';
import { readJobCase, type JobCase } from './jobCase.ts';
import { checkExitCodes, choice, isUsageError, readingFailure, usageError, type Io } from './usage.ts';

const outputs = ['text', 'json'] as const;
type Output = (typeof outputs)[number];

const usage = `finetune check-job: check the request that creates a job

  finetune check-job [OPTION...] REQUEST.json

  --output O          ${outputs.join(' or ')}; default text

The file is a job file (NAME.finetune.json), {"connection": NAME, "request": {…}}, and may say what is known beside it:
  request             the body of POST /fine_tuning/jobs
  provider            openai, azure, local; default openai
  today               YYYY-MM-DD; without it nothing is said on dates
  files               {"training": {"name", "format", "fields": [NAME...], "images": NUMBER}, "validation": {…}}

Exit code 0 = no errors (there may be warnings), 1 = errors, 2 = usage, 3 = the file cannot be read.
`;

/** Checks a job request and writes what was found; resolves to the exit code. */
export async function runCheckJob(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(usage);
    return checkExitCodes.ok;
  }
  let parsed: { readonly file: string; readonly output: Output };
  try {
    parsed = parseArguments(args);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    io.stderr.write(`${errorText(error)}\n\n${usage}`);
    return checkExitCodes.usage;
  }
  const { file, output } = parsed;
  const jobCase = await readFileOf(file, io);
  if (!jobCase) return checkExitCodes.cannotRead;
  const { text } = jobCase;
  const problems = requestProblems(jobCase.content, jobCase.context);
  io.stdout.write(output === 'json' ? jsonOutput(text, problems) : textOutput(file, text, problems));
  return problems.some(({ severity }) => severity === 'error') ? checkExitCodes.errors : checkExitCodes.ok;
}

function parseArguments(args: readonly string[]): { readonly file: string; readonly output: Output } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { output: { type: 'string', default: 'text' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw usageError('Name one file.');
  return { file, output: choice('--output', values.output, outputs) };
}

/** What the file holds; undefined, and a line to stderr, where that cannot be told. */
async function readFileOf(file: string, io: Io): Promise<(JobCase & { readonly text: string }) | undefined> {
  let failure: string;
  try {
    // JSON has no byte-order mark, editors on Windows write one.
    const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    const read = readJobCase(text);
    if (typeof read !== 'string') return { ...read, text };
    failure = read;
  } catch (error) {
    const reason = readingFailure(error);
    if (reason === undefined) throw error;
    failure = reason;
  }
  io.stderr.write(`Cannot read ${file}: ${failure}\n`);
  return undefined;
}

/** One JSON value: `{"problems": [{"path", "rule", "severity", "message", "line", "column"}]}`, the last two 1-based. */
function jsonOutput(text: string, problems: readonly JobFileProblem[]): string {
  const shown = problems.map(({ path, rule, severity, message, start }) => {
    return { path, rule, severity, message, ...placeIn(text, start) };
  });
  return `${JSON.stringify({ problems: shown })}\n`;
}

/** A line a problem, and one more where there is none. */
function textOutput(file: string, text: string, problems: readonly JobFileProblem[]): string {
  if (problems.length === 0) return `${file}: no problems\n`;
  const lines = problems.map(({ path, rule, severity, message, start }) => {
    const { line, column } = placeIn(text, start);
    return `${file}:${line}:${column}: ${severity}: ${path}: ${message} (${rule})\n`;
  });
  return lines.join('');
}

/** 1-based. */
function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
