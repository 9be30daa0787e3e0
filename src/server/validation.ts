import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { JobFailure } from './jobs/jobRow.ts';

/** Fewest examples a training file may have; the real service's limit. */
const minExamples = 10;

/**
 * Checks a file for a job. Gives why the job must fail, in the real service's words, or undefined where it may go on.
 * `param` says which file of the job it is; an aborted signal throws.
 */
export async function validateFile(
  path: string,
  param: 'training_file' | 'validation_file',
  signal: AbortSignal,
): Promise<JobFailure | undefined> {
  const lines = createInterface({ input: createReadStream(path, { signal }), crlfDelay: Infinity });
  let examples = 0;
  let lineNumber = 0;
  for await (const line of lines) {
    lineNumber++;
    if (!line.trim()) continue;
    examples++;
    if (!isExample(line)) {
      const message = `The job failed due to an invalid ${param.replace('_', ' ')}. Invalid file format. Example ${examples} cannot be parsed (line ${lineNumber})`;
      return { code: `invalid_${param}`, message, param };
    }
  }
  if (param === 'validation_file' || examples >= minExamples) return undefined;
  const message = `Training file has ${examples} example(s), but must have at least ${minExamples} examples`;
  return { code: 'invalid_n_examples', message, param };
}

function isExample(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && Array.isArray((value as { messages?: unknown }).messages);
  } catch {
    return false;
  }
}
