import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { errorText } from '../common/errors.ts';
import { jobProblemMessage } from '../jobs/messages.ts';
import { checkJobRequest } from '../jobs/requestRules/checkJobRequest.ts';
import type { JobProblem } from '../jobs/requestRules/problem.ts';
import { readJobCase, type JobCase } from './jobCase.ts';
import { checkExitCodes, choice, isUsageError, readingFailure, usageError, type Io } from './usage.ts';

const outputs = ['text', 'json'] as const;
type Output = (typeof outputs)[number];

const usage = `finetune check-job: check the request that creates a job

  finetune check-job [OPTION...] REQUEST.json

  --output O          ${outputs.join(' or ')}; default text

The file holds {"request": {…}, "provider": …, "today": …, "files": …}; only the request is needed:
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
  const problems = checkJobRequest(jobCase.request, jobCase.context);
  io.stdout.write(output === 'json' ? jsonOutput(problems) : textOutput(file, problems));
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
async function readFileOf(file: string, io: Io): Promise<JobCase | undefined> {
  let failure: string;
  try {
    const read = readJobCase(await readFile(file, 'utf8'));
    if (typeof read !== 'string') return read;
    failure = read;
  } catch (error) {
    const reason = readingFailure(error);
    if (reason === undefined) throw error;
    failure = reason;
  }
  io.stderr.write(`Cannot read ${file}: ${failure}\n`);
  return undefined;
}

/** One JSON value: `{"problems": [{"path", "rule", "severity", "message"}]}`. */
function jsonOutput(problems: readonly JobProblem[]): string {
  const shown = problems.map((problem) => {
    const { path, rule, severity } = problem;
    return { path, rule, severity, message: jobProblemMessage(problem) };
  });
  return `${JSON.stringify({ problems: shown })}\n`;
}

/** A line a problem, and one more where there is none. */
function textOutput(file: string, problems: readonly JobProblem[]): string {
  if (problems.length === 0) return `${file}: no problems\n`;
  return problems.map((problem) => `${file}: ${problemLine(problem)}\n`).join('');
}

function problemLine(problem: JobProblem): string {
  return `${problem.path}: ${problem.severity}: ${jobProblemMessage(problem)} (${problem.rule})`;
}
