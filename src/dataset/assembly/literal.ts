/** Bytes that are looked at together. So many may be read beyond the end of what is compared. */
export const width = 16;

/** True where the `length` bytes at `literal` stand at `at`. */
export function isLiteralAt(literal: usize, length: i32, at: usize): bool {
  let left = length;
  for (; left >= width; left -= width) {
    if (differences(literal, at)) return false;
    literal += width;
    at += width;
  }
  return left === 0 || (differences(literal, at) & ((1 << left) - 1)) === 0;
}

/** Which of the next bytes differ, a bit for each. */
function differences(a: usize, b: usize): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(a, 0, 1), v128.load(b, 0, 1)));
}
