/**
 * False where no object of `row` has the same key twice; true where one may have, so that a look at places is worth its
 * time. JSON.parse drops all but the last of such keys, so `value`, its result, has fewer keys than the row has colons
 * after a closing quote. Colons inside texts count too if a text starts with one; that costs a look and nothing else.
 */
export function mayHaveDuplicateKeys(row: string, value: unknown): boolean {
  let colons = 0;
  for (let at = row.indexOf(':'); at >= 0; at = row.indexOf(':', at + 1)) if (endsKey(row, at)) colons++;
  return colons !== countKeys(value);
}

/** True where the colon at `at` follows a quote that no backslash escapes. */
function endsKey(row: string, at: number): boolean {
  let before = at - 1;
  while (before > 0 && row.charCodeAt(before) <= 32) before--;
  if (row.charCodeAt(before) !== 34) return false;
  let backslashes = before;
  while (row.charCodeAt(backslashes - 1) === 92) backslashes--;
  return (before - backslashes) % 2 === 0;
}

function countKeys(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) {
      for (const item of next) if (typeof item === 'object' && item !== null) open.push(item);
    } else {
      for (const key in next as object) {
        count++;
        const item = (next as Record<string, unknown>)[key];
        if (typeof item === 'object' && item !== null) open.push(item);
      }
    }
  }
  return count;
}
