import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { errorText } from '../common/errors.ts';
import { checkFile, type CheckFileOptions } from '../dataset/checkFile.ts';
import { formats } from '../dataset/formats.ts';
import { targets, type Target } from '../dataset/targets.ts';
import { jsonOutput, textOutput, type CheckedFile } from './output.ts';
import { checkExitCodes, choice, isUsageError, readingFailure, usageError, type Io } from './usage.ts';

const outputs = ['text', 'json'] as const;
const targetNames = Object.keys(targets) as readonly Target[];

const usage = `finetune check: check training files

  finetune check [OPTION...] FILE...

  --format F          ${formats.join(', ')}; default: what the rows look like
  --target T          ${targetNames.join(', ')}; default openai
  --output O          ${outputs.join(' or ')}; default text
  --max-problems N    show the first N problems of each file; default: all

Exit code 0 = no errors (there may be warnings), 1 = errors, 2 = usage, 3 = a file cannot be read.
`;

interface CheckArguments {
  readonly files: readonly string[];
  readonly output: (typeof outputs)[number];
  readonly options: CheckFileOptions;
}

/** Checks files and writes what was found; resolves to the exit code. A file that cannot be read does not keep the others from being checked. */
export async function runCheck(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(usage);
    return checkExitCodes.ok;
  }
  let parsed: CheckArguments;
  try {
    parsed = parseArguments(args);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    io.stderr.write(`${errorText(error)}\n\n${usage}`);
    return checkExitCodes.usage;
  }
  return checkAll(parsed, io);
}

async function checkAll({ files, output, options }: CheckArguments, io: Io): Promise<number> {
  const checked: CheckedFile[] = [];
  for (const file of files) {
    try {
      const result = { file, check: await checkFile(createReadStream(file, { highWaterMark: 1 << 20 }), options) };
      checked.push(result);
      if (output === 'text') io.stdout.write(textOutput(result));
    } catch (error) {
      const failure = readingFailure(error);
      if (failure === undefined) throw error;
      io.stderr.write(`Cannot read ${file}: ${failure}\n`);
    }
  }
  if (output === 'json') io.stdout.write(jsonOutput(checked));
  if (checked.length < files.length) return checkExitCodes.cannotRead;
  return checked.some(({ check }) => check.errors > 0) ? checkExitCodes.errors : checkExitCodes.ok;
}

function parseArguments(args: readonly string[]): CheckArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      target: { type: 'string', default: 'openai' },
      output: { type: 'string', default: 'text' },
      'max-problems': { type: 'string' },
    },
  });
  if (positionals.length === 0) throw usageError('Name at least one file.');
  const format = values.format === undefined ? {} : { format: choice('--format', values.format, formats) };
  const limit = values['max-problems'];
  return {
    files: positionals,
    output: choice('--output', values.output, outputs),
    options: {
      ...format,
      ...(limit === undefined ? {} : { maxProblems: wholeNumber('--max-problems', limit) }),
      target: choice('--target', values.target, targetNames),
      role: 'training',
    },
  };
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw usageError(`${option} is a whole number from 0 on.`);
  return Number(value);
}
