import { endsLine } from './characters';
import { isLiteralAt } from './literal';

/** Ends of rows that there is room for. */
const maxEnds = 64;

/** What follows the last message of a row, from the bracket on. */
@unmanaged
export class RowEnd {
  literal: usize;
  length: i32;
  /** What it adds to a fingerprint. */
  low: i32;
  high: i32;
}

const ends: usize = memory.data(maxEnds * 16);
let endCount: i32 = 0;

/** Adds what stands at the end of rows, of which there are `maxEnds` at most. Returns its number. */
export function addEnd(literal: usize, length: i32, low: i32, high: i32): i32 {
  const end = endOf(endCount);
  end.literal = literal;
  end.length = length;
  end.low = low;
  end.high = high;
  return endCount++;
}

/** The end of a number. */
export function endOf(number: i32): RowEnd {
  return changetype<RowEnd>(ends + number * offsetof<RowEnd>());
}

/** The number of the end that stands at `at`, before `limit`; below 0 where none does. */
export function endAt(at: usize, limit: usize): i32 {
  for (let number = 0; number < endCount; number++) {
    const end = endOf(number);
    // Most are not compared: it is another place where they would end the line.
    const isPossible = at + end.length < limit && endsLine(at + end.length);
    if (isPossible && isLiteralAt(end.literal, end.length, at)) return number;
  }
  return -1;
}
