import { parseArgs } from 'node:util';
import { formats } from '../dataset/formats.ts';
import { defaultModel } from '../dataset/models.ts';
import { targets, type Target } from '../dataset/targets.ts';
import type { PathOptions } from '../worker/protocol.ts';
import { choice, usageError } from './usage.ts';

export const outputs = ['text', 'json', 'sarif', 'github'] as const;
export type OutputName = (typeof outputs)[number];

const targetNames = Object.keys(targets) as readonly Target[];
const roles = ['training', 'validation'] as const;

/** Each thread has its own tables and its own memory. */
const mostThreads = 64;

export const checkUsage = `finetune check: check training files

  finetune check [OPTION...] FILE...

  --format F           ${formats.join(', ')}; default: what the rows look like
  --target T           ${targetNames.join(', ')}; default openai
  --model M            what is to be trained; default ${defaultModel}
  --role R             ${roles.join(' or ')}; default training
  --training-file FILE the training file that the files are to validate: no example may be in both
  --tokens             count tokens, and find examples that are too long for the model
  --threads N          check large files in up to N threads, as many as pay; default 1
  --output O           ${outputs.join(', ')}; default text
  --max-problems N     show the worst N problems of each file; default: all

Exit code 0 = no errors (there may be warnings), 1 = errors, 2 = usage, 3 = a file cannot be read.
`;

export interface CheckArguments {
  readonly files: readonly string[];
  readonly output: OutputName;
  readonly threads: number;
  readonly options: PathOptions;
}

/** What the words of a command line ask for; throws a usage error where they make no sense. */
export function checkArguments(args: readonly string[]): CheckArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      target: { type: 'string', default: 'openai' },
      model: { type: 'string' },
      role: { type: 'string', default: 'training' },
      'training-file': { type: 'string' },
      tokens: { type: 'boolean', default: false },
      threads: { type: 'string', default: '1' },
      output: { type: 'string', default: 'text' },
      'max-problems': { type: 'string' },
    },
  });
  if (positionals.length === 0) throw usageError('Name at least one file.');
  const { format, model } = values;
  const maxProblems = values['max-problems'];
  const trainingFile = values['training-file'];
  if (model === '') throw usageError('--model is the name of a model.');
  if (trainingFile === '') throw usageError('--training-file is the path of a file.');
  return {
    files: positionals,
    output: choice('--output', values.output, outputs),
    threads: wholeNumber('--threads', values.threads, 1, mostThreads),
    options: {
      target: choice('--target', values.target, targetNames),
      role: choice('--role', values.role, roles),
      tokens: values.tokens,
      ...(format === undefined ? {} : { format: choice('--format', format, formats) }),
      ...(model === undefined ? {} : { model }),
      ...(trainingFile === undefined ? {} : { trainingFile }),
      ...(maxProblems === undefined ? {} : { maxProblems: wholeNumber('--max-problems', maxProblems, 0) }),
    },
  };
}

function wholeNumber(option: string, value: string, from: number, to = Infinity): number {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= from && number <= to) return number;
  throw usageError(`${option} is a whole number ${to === Infinity ? `from ${from} on` : `from ${from} to ${to}`}.`);
}
