/** As in ../fingerprint.ts, where it says what these are for. */
export const headUnits = 16;
export const tailUnits = 8;
export const prime: i32 = 0x01000193;
export const mixer: i32 = 0x45d9f3b;

/** A sum of hashes. */
@unmanaged
export class Sum {
  low: i32;
  high: i32;

  set(low: i32, high: i32): void {
    this.low = low;
    this.high = high;
  }

  add(hash: i32, factor: i32 = 1): void {
    const mixed = (hash ^ (hash >>> 16)) * mixer;
    this.low += (mixed ^ (mixed >>> 15)) * factor;
    this.high += (mixed ^ (mixed >>> 13)) * prime * factor;
  }

  addAll(low: i32, high: i32, factor: i32 = 1): void {
    this.low += low * factor;
    this.high += high * factor;
  }

  /** A whole number of 53 bits. */
  get value(): f64 {
    return f64(this.high & 0x1fffff) * 4294967296.0 + f64(u32(this.low));
  }
}

/** Of an item of an array. */
export function itemFactor(index: i32): i32 {
  return (((index + 1) * mixer) << 1) | 1;
}
