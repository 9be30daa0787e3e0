/**
 * How many keys the objects of `row` have as they are written: at least as many, and more if a text starts with a colon,
 * after a quote. JSON.parse drops all but the last of equal keys, so a row whose value has as many keys has none twice;
 * where the numbers differ, a look at places is worth its time.
 */
export function keysWritten(row: string): number {
  let colons = 0;
  for (let at = row.indexOf(':'); at >= 0; at = row.indexOf(':', at + 1)) if (endsKey(row, at)) colons++;
  return colons;
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
