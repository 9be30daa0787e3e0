/**
 * The length of the longest common subsequence of two lists: how many members are left when the fewest are taken out of
 * both so that they are equal. Bit-parallel (H. Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004): its time
 * grows with the product of the lengths divided by 32.
 */
export function commonSubsequence<T>(first: readonly T[], second: readonly T[]): number {
  const words = Math.ceil(first.length / 32);
  const places = new Map<T, Uint32Array>();
  for (const [index, member] of first.entries()) {
    let bits = places.get(member);
    if (!bits) places.set(member, (bits = new Uint32Array(words)));
    bits[index >>> 5] = (bits[index >>> 5] as number) | (1 << (index & 31));
  }
  // A bit becomes 0 where the subsequence grows by one.
  const row = new Uint32Array(words).fill(0xffff_ffff);
  for (const member of second) {
    const matches = places.get(member);
    if (matches) advance(row, matches);
  }
  let length = 0;
  for (let index = 0; index < first.length; index++) {
    if (((row[index >>> 5] as number) & (1 << (index & 31))) === 0) length++;
  }
  return length;
}

function advance(row: Uint32Array, matches: Uint32Array): void {
  let carry = 0;
  for (let word = 0; word < row.length; word++) {
    const bits = row[word] as number;
    const hits = (bits & (matches[word] as number)) >>> 0;
    const sum = bits + hits + carry;
    carry = sum > 0xffff_ffff ? 1 : 0;
    row[word] = sum | (bits & ~hits);
  }
}
