/** Points of a block. A column of a long run has some of them, so that most points need not be looked at for it. */
export const blockSize = 16;

/** The lowest and the highest of each block of values: 0 to `blockSize` - 1, and so on, as far as blocks are full. */
export interface Blocks {
  readonly lows: readonly number[];
  readonly highs: readonly number[];
}

class GrowingBlocks implements Blocks {
  readonly lows: number[] = [];
  readonly highs: number[] = [];

  read(values: readonly number[]): void {
    for (let end = (this.lows.length + 1) * blockSize; end <= values.length; end += blockSize) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let i = end - blockSize; i < end; i++) {
        const value = values[i] ?? 0;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      this.lows.push(low);
      this.highs.push(high);
    }
  }
}

const known = new WeakMap<readonly number[], GrowingBlocks>();

/** Of the values of a series, which only grow: what is new is read, and kept as long as they are. */
export function blocksOf(values: readonly number[]): Blocks {
  const blocks = known.get(values) ?? new GrowingBlocks();
  known.set(values, blocks);
  blocks.read(values);
  return blocks;
}

/** All of these values, which only grow, are above 0. */
export function arePositive(values: readonly number[]): boolean {
  const { lows } = blocksOf(values);
  for (const low of lows) if (low <= 0) return false;
  for (let i = lows.length * blockSize; i < values.length; i++) if ((values[i] ?? 0) <= 0) return false;
  return true;
}
