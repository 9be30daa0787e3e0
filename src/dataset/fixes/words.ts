import { isRole, roles, type Role } from '../formats.ts';

/**
 * The candidate that `word` is most like, if it is a slip away: one edit for up to four characters, two for more. Case
 * does not count. Undefined where none is, or the word is too long to compare.
 */
export function nearest(word: string, candidates: readonly string[], reach = slips(word)): string | undefined {
  let best: string | undefined;
  let least = reach + 1;
  for (const candidate of candidates) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

function slips(word: string): number {
  return word.length <= 4 ? 1 : 2;
}

const maxLength = 80;

/** Insertions, deletions, replacements and swaps of neighbours from `a` to `b`; `limit` where they are as many or more. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit || a.length > maxLength || b.length > maxLength) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      }
      row.push(edits);
    }
    [before, last] = [last, row];
  }
  return Math.min(limit, last[b.length] ?? limit);
}

/** What other data formats call the speakers. */
const otherRoles: ReadonlyMap<string, Role> = new Map([
  ['human', 'user'],
  ['customer', 'user'],
  ['prompter', 'user'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['gpt', 'assistant'],
  ['chatgpt', 'assistant'],
  ['ai', 'assistant'],
]);

/** The role that `word` means, and whether that is certain; undefined where it is like none. */
export function meantRole(word: string): { readonly role: Role; readonly isCertain: boolean } | undefined {
  const lower = word.trim().toLowerCase();
  const certain = isRole(lower) ? lower : otherRoles.get(lower);
  if (certain) return { role: certain, isCertain: true };
  const near = nearest(lower, roles);
  return isRole(near) ? { role: near, isCertain: false } : undefined;
}

/** `word` with every character that `isAllowed` does not match as `_`, at most 64 characters; undefined where nothing is left. */
export function slug(word: string, notAllowed: RegExp): string | undefined {
  const text = word
    .trim()
    .replaceAll(notAllowed, '_')
    .slice(0, 64)
    .replace(/^_+|_+$/g, '');
  return text === '' ? undefined : text;
}
