import type { Job } from './api.ts';
import type { JobRecord } from './store.ts';

/** Which jobs are shown: those for which all of it holds. What is empty asks for nothing. */
export interface JobFilter {
  /** Lower case; the job has one of them. */
  readonly statuses: readonly string[];
  /** Lower case; each is part of the model that the job started from, or of the one that it made. */
  readonly models: readonly string[];
  /** The job has these pairs, as services filter: letter by letter. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Lower case; each stands somewhere in what a person reads of the job. */
  readonly words: readonly string[];
}

/**
 * Reads what a person typed: `status:failed,cancelled model:gpt-4.1 team=blue "two words"`. Quotes keep spaces together, and
 * a word in quotes is never a key. Undefined where nothing is asked for.
 */
export function readJobFilter(text: string): JobFilter | undefined {
  const [statuses, models, words]: string[][] = [[], [], []];
  const metadata: Record<string, string> = {};
  for (const [part] of text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) {
    const [, key = '', sign = '', value = ''] = /^([^\s":=]+)([:=])(.*)$/s.exec(part) ?? [];
    const bare = (quoted: string): string => quoted.replaceAll('"', '');
    const list = bare(value).toLowerCase().split(',').filter(Boolean);
    if (sign === '=') metadata[key] = bare(value);
    else if (sign === ':' && key.toLowerCase() === 'status') statuses?.push(...list);
    else if (sign === ':' && key.toLowerCase() === 'model') models?.push(...list);
    else if (bare(part) !== '') words?.push(bare(part).toLowerCase());
  }
  const filter: JobFilter = { statuses: statuses ?? [], models: models ?? [], metadata, words: words ?? [] };
  const isEmpty = [filter.statuses, filter.models, filter.words, Object.keys(metadata)].every(
    ({ length }) => length === 0,
  );
  return isEmpty ? undefined : filter;
}

/** A pair or a word as `readJobFilter` reads it back. */
export function quoted(text: string): string {
  return /[\s":=]/.test(text) ? `"${text.replaceAll('"', '')}"` : text;
}

/** True where all that the filter asks for holds. */
export function fits(filter: JobFilter | undefined, { job }: JobRecord): boolean {
  if (!filter) return true;
  const { statuses, models, metadata, words } = filter;
  const names = [job.model, job.fineTunedModel ?? ''].map((name) => name.toLowerCase());
  const text = words.length > 0 ? searchText(job) : '';
  return (
    (statuses.length === 0 || statuses.includes(job.status)) &&
    models.every((model) => names.some((name) => name.includes(model))) &&
    Object.entries(metadata).every(([key, value]) => (job.metadata[key] ?? '') === value) &&
    words.every((word) => text.includes(word))
  );
}

/** What a person reads of a job, lower case. */
function searchText(job: Job): string {
  const { id, suffix, status, model, fineTunedModel, trainingFile, validationFile, error } = job;
  const pairs = Object.entries(job.metadata).flat();
  const parts = [id, suffix, status, model, fineTunedModel, trainingFile, validationFile, error?.message, ...pairs];
  return parts.filter(Boolean).join('\n').toLowerCase();
}
