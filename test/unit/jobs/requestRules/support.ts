import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../../../src/common/ruleDoc.ts';
import { checkJobRequest, type JobContext } from '../../../../src/jobs/requestRules/checkJobRequest.ts';
import type { JobFile } from '../../../../src/jobs/requestRules/fit.ts';
import type { Target } from '../../../../src/dataset/targets.ts';

/** An entry of the corpus' job-cases.json. */
export interface CorpusCase {
  readonly name: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly provider?: Target;
  readonly today?: string;
  readonly files?: { readonly training?: JobFile };
  readonly expected: readonly { readonly path: string; readonly rule: string; readonly severity: Severity }[];
}

const corpusFile = join(import.meta.dirname, '../../../fixtures/corpus/job-cases.json');

export function corpusCases(): readonly CorpusCase[] {
  return JSON.parse(readFileSync(corpusFile, 'utf8')) as CorpusCase[];
}

/** A request without a problem. */
export const good = { model: 'gpt-4.1-mini-2025-04-14', training_file: 'file-a' };

/** `path rule` of each problem of a request with these members. */
export function problemsOf(fields: object, context: JobContext = {}): readonly string[] {
  return checkJobRequest({ ...good, ...fields }, context).map(({ path, rule }) => `${path} ${rule}`);
}
