import { isObject } from '../formats.ts';
import { defaultModel, smallestLimit, tokenLimit } from '../models.ts';
import { placeRow } from '../placedRow.ts';
import { rowProblem, type RowProblem } from '../problems.ts';
import type { ServiceLimits } from '../targets.ts';
import { isEstimate } from '../tokens/exampleTokens.ts';

/**
 * By how many an example may have more tokens than bytes. A token of text is at least one byte, and a message costs less
 * than the bytes around its text; but an image of low detail costs 85 tokens (OpenAI vision fine-tuning guide) and may be
 * written with 58 bytes, and no service takes more than 64 of them.
 */
const tokensBeyondBytes = 64 * (85 - 58);

/** Only rows of more bytes than this, in UTF-8, could have too many tokens and need to be counted. Most files have none. */
export function safeBytes(model = defaultModel, limits?: ServiceLimits): number {
  return (tokenLimit(model, limits) ?? Infinity) - tokensBeyondBytes;
}

/** Shorter rows, in UTF-16 units, cannot have too many tokens of any model: a unit is at most 3 bytes. */
const shortUnits = (smallestLimit - tokensBeyondBytes) / 3;

/** Whether the text of a row has so many. Costs little for short ones. */
export function mayRowExceedTokenLimit(row: string, model = defaultModel, limits?: ServiceLimits): boolean {
  if (row.length <= shortUnits && limits === undefined) return false;
  const safe = safeBytes(model, limits);
  return row.length * 3 > safe && (row.length > safe || utf8Length(row) > safe);
}

/** Bytes of `text` in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair counts two of its four bytes.
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

const payloadKeys: ReadonlySet<string> = new Set(['messages', 'input', 'prompt']);

/** The problem of an example whose `tokens` were counted; undefined where there is none. `row` must be JSON. */
export function overTokenLimit(
  row: string,
  tokens: number,
  model = defaultModel,
  limits?: ServiceLimits,
): RowProblem | undefined {
  const limit = tokenLimit(model, limits);
  if (limit === undefined || tokens <= limit) return undefined;
  const { start, end } = payloadKey(row);
  return rowProblem('tokens/over-limit', start, end, { tokens, limit, count: isEstimate(row) ? 'estimated' : 'exact' });
}

/** Place of the first key that holds what is trained, or of the brace where there is none. */
function payloadKey(row: string): { start: number; end: number } {
  const placed = placeRow(row);
  if (!placed || !isObject(placed.value)) return { start: 0, end: Math.min(1, row.length) };
  for (const key in placed.value) {
    const span = payloadKeys.has(key) ? placed.keysOf(placed.value, key).at(-1) : undefined;
    if (span) return span;
  }
  return placed.bracket(placed.value);
}
