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

  add(hash: i32): void {
    const mixed = (hash ^ (hash >>> 16)) * mixer;
    this.low += mixed ^ (mixed >>> 15);
    this.high += (mixed ^ (mixed >>> 13)) * prime;
  }

  addAll(low: i32, high: i32): void {
    this.low += low;
    this.high += high;
  }

  /** A whole number of 53 bits. */
  get value(): f64 {
    return f64(this.high & 0x1fffff) * 4294967296.0 + f64(u32(this.low));
  }
}

/** Room for a sum. */
export function newSum(): Sum {
  return changetype<Sum>(heap.alloc(offsetof<Sum>()));
}
