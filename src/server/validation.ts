import { createReadStream } from 'node:fs';
import { checkFile, type FileCheck } from '../dataset/checkFile.ts';
import { minExamples, type Format } from '../dataset/formats.ts';
import { problemMessage } from '../dataset/messages.ts';
import type { Problem, RuleId } from '../dataset/problems.ts';
import { methodFormats, methodNames } from '../jobs/requestRules/methods.ts';
import type { TrainMethod } from '../engines/engine.ts';
import type { JobFailure } from './jobs/jobRow.ts';
import { messageOf } from './messageOf.ts';

/** A file of a job. */
export interface JobFile {
  readonly id: string;
  readonly path: string;
  readonly param: 'training_file' | 'validation_file';
  readonly method: TrainMethod;
}

/** Warnings may stand before the first error; beyond so many problems its place is not told. */
const keptProblems = 10_000;

/**
 * Checks a file for a job. Gives why the job must fail, in the real service's words (which clients read the line from), or
 * undefined where it may go on. An aborted signal throws. The sentence may quote a role of the row: it is for the client
 * and never logged.
 */
export async function validateFile(file: JobFile, signal: AbortSignal): Promise<JobFailure | undefined> {
  const isTraining = file.param === 'training_file';
  const check = await checkForMethod(file, signal);
  const failure = formatFailure(file, check) ?? (await rowFailure(file, check, signal));
  if (failure !== undefined) {
    const role = isTraining ? 'training' : 'validation';
    const message = `The job failed due to an invalid ${role} file. ${failure}`;
    return { code: `invalid_${file.param}`, message, param: file.param };
  }
  if (!isTraining || check.examples >= minExamples) return undefined;
  const message = `Training file has ${check.examples} example(s), but must have at least ${minExamples} examples`;
  return { code: 'invalid_n_examples', message, param: file.param };
}

/** Rows of reinforcement that have nothing for a grader look like chat, and are right where the method is known. */
async function checkForMethod(file: JobFile, signal: AbortSignal): Promise<FileCheck> {
  const check = await checkAs(file, undefined, signal);
  if (file.method !== 'reinforcement' || check.format !== 'chat') return check;
  const known = await checkAs(file, 'reinforcement', signal);
  return rowErrors(file, known).length === 0 && !hasUnplacedErrors(known) ? known : check;
}

function checkAs({ path, param }: JobFile, format: Format | undefined, signal: AbortSignal): Promise<FileCheck> {
  const role = param === 'training_file' ? 'training' : 'validation';
  const bytes = createReadStream(path, { signal });
  return checkFile(bytes, { target: 'local', role, format, maxProblems: keptProblems, signal });
}

/** Only training files need a number of examples, and the service tells it in a code of its own. */
function isCount(rule: string): boolean {
  return rule === 'file/too-few-examples';
}

function rowErrors(file: JobFile, check: FileCheck): readonly Problem[] {
  const errors = check.problems.filter(({ severity, rule }) => severity === 'error' && !isCount(rule));
  return errors[0]?.rule === 'file/empty' && file.param === 'training_file' ? [] : errors;
}

/** More warnings than are kept stand before the first error. */
function hasUnplacedErrors({ more, errors }: FileCheck): boolean {
  return more > 0 && errors > 0;
}

async function rowFailure(file: JobFile, check: FileCheck, signal: AbortSignal): Promise<string | undefined> {
  const errors = rowErrors(file, check);
  const [first] = errors;
  if (!first) return hasUnplacedErrors(check) ? `Invalid file format. The file has ${check.errors} errors.` : undefined;
  const failure = placeAndReason(first, await messageOf(file.path, first, signal));
  return errors.length > 1 ? `${failure} (${check.errors} errors in all)` : failure;
}

/** Keys whose absence the service tells in words of its own. */
const missingKeys: Partial<Record<RuleId, string>> = {
  'chat/missing-messages': 'messages',
  'dpo/missing-input': 'input',
  'dpo/missing-preferred': 'preferred_output',
  'dpo/missing-non-preferred': 'non_preferred_output',
};

/** Lines are counted as examples, as the service does. */
function placeAndReason(problem: Problem, message: number | undefined): string {
  const line = problem.row + 1;
  const example = `Invalid file format. Example ${line}`;
  const place = message === undefined ? example : `${example}, message ${message}`;
  const reason = problemMessage(problem).replace(/\.$/, '');
  const [area] = problem.rule.split('/');
  const key = missingKeys[problem.rule];
  if (key !== undefined) return `${example} is missing key '${key}'. (line ${line})`;
  if (problem.rule === 'chat/missing-role') return `${place} Discriminator 'role' is missing in value (line ${line})`;
  if (problem.rule === 'format/unknown') {
    return `Unexpected file format, expected either prompt/completion pairs or chat messages. (line ${line})`;
  }
  if (area === 'json')
    return `${example} cannot be parsed. Error: line contains invalid json: ${reason} (line ${line})`;
  return area === 'file' ? `Invalid file format. ${reason} (line ${line})` : `${place}: ${reason} (line ${line})`;
}

function formatFailure(file: JobFile, { format }: FileCheck): string | undefined {
  if (format === undefined || methodFormats[file.method].includes(format)) return undefined;
  const method = methodNames.find((method) => methodFormats[method].includes(format));
  const words = `but the specified fine-tuning job is not using '${method}' as the training method`;
  return `Input file ${file.id} is in the fine-tune-${format} format, ${words} (provided method=${file.method}).`;
}
