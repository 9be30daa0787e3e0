import { quoted } from './jobFilter.ts';
import type { JobRecord } from './store.ts';
import { tokenKey } from './findLaunched.ts';

/** Most that are offered of a kind. */
const most = 10;

/** What the jobs can be filtered by: their statuses, models and metadata, most frequent first. */
export function filterSuggestions(records: readonly JobRecord[]): readonly string[] {
  const jobs = records.map(({ job }) => job);
  const kinds = [
    jobs.map(({ status }) => `status:${status}`),
    jobs.filter(({ model }) => model !== '').map(({ model }) => `model:${quoted(model)}`),
    jobs.flatMap(({ metadata }) =>
      Object.entries(metadata)
        .filter(([key]) => key !== tokenKey && /^[^\s":=]+$/.test(key))
        .map(([key, value]) => `${key}=${quoted(value)}`),
    ),
  ];
  return kinds.flatMap((kind) => frequent(kind).slice(0, most));
}

function frequent(texts: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return Array.from(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([text]) => text);
}

/** The text with the suggestion in place of the word that is being typed; undefined where it does not go on from there. */
export function completeFilter(text: string, suggestion: string): string | undefined {
  const [, before = '', word = ''] = /^(.*?)([^\s]*)$/s.exec(text) ?? [];
  if (!suggestion.toLowerCase().startsWith(word.toLowerCase())) return undefined;
  return `${before}${suggestion}`;
}
