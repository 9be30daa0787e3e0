import type { TokenCounter } from '../dataset/tokens/counter.ts';
import { exampleTokens } from '../dataset/tokens/exampleTokens.ts';
import type { Format } from '../dataset/formats.ts';

/** Tokens of each row; 0 for one that is no example of `format`. */
export function countRows(rows: readonly string[], format: Format, counter: TokenCounter): number[] {
  return rows.map((row) => exampleTokens(valueOf(row), counter, format));
}

function valueOf(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    // Other rules say what is wrong with it.
    return undefined;
  }
}
