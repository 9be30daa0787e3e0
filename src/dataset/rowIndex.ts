/**
 * Where the rows of a file are, and what its examples are known by: 16 bytes a row, so that a file of any size can be
 * searched for equal rows without keeping its text.
 */
export interface RowIndex {
  /** By row (0-based): the quick fingerprint of an example, 0 for any other row. */
  readonly fingerprints: Float64Array;
  /** By row: the byte of the file at which it starts. One more at the end: the length of the file. */
  readonly starts: Float64Array;
}

/** Bytes `start` to `end` (exclusive) of a file that has been read before. */
export type ReadAgain = (start: number, end: number) => Uint8Array | Promise<Uint8Array>;

/** A file whose rows can be read once more. */
export interface IndexedFile {
  /** How sentences name it. */
  readonly name: string;
  readonly index: RowIndex;
  readonly read: ReadAgain;
}

const firstCapacity = 1024;

/** A row index that grows as a file is read. */
export class RowIndexBuilder {
  #fingerprints = new Float64Array(firstCapacity);
  #starts = new Float64Array(firstCapacity);
  #rows = 0;

  /** Adds the next row, which starts at byte `start` of the file. */
  add(start: number): void {
    if (this.#rows + 1 >= this.#starts.length) this.#grow();
    this.#starts[this.#rows++] = start;
  }

  /** Row `row` is an example. */
  setFingerprint(row: number, fingerprint: number): void {
    this.#fingerprints[row] = fingerprint;
  }

  /** `end`: bytes of the file. */
  finish(end: number): RowIndex {
    this.#starts[this.#rows] = end;
    return {
      fingerprints: this.#fingerprints.slice(0, this.#rows),
      starts: this.#starts.slice(0, this.#rows + 1),
    };
  }

  #grow(): void {
    const capacity = 2 * this.#starts.length;
    const fingerprints = new Float64Array(capacity);
    fingerprints.set(this.#fingerprints);
    this.#fingerprints = fingerprints;
    const starts = new Float64Array(capacity);
    starts.set(this.#starts);
    this.#starts = starts;
  }
}

/** The index of a file of which `parts` are the parts, in order; their starts count from the start of each part. */
export function joinIndexes(parts: readonly RowIndex[]): RowIndex {
  const rows = parts.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0);
  const fingerprints = new Float64Array(rows);
  const starts = new Float64Array(rows + 1);
  let row = 0;
  let bytes = 0;
  for (const part of parts) {
    fingerprints.set(part.fingerprints, row);
    for (let index = 0; index < part.starts.length; index++) starts[row + index] = bytes + (part.starts[index] ?? 0);
    row += part.fingerprints.length;
    bytes += part.starts.at(-1) ?? 0;
  }
  return { fingerprints, starts };
}

/** Spreads the low bits of a fingerprint over a table. */
const spread = 0x9e3779b1;

/** Fingerprints that more than one row has. */
export function repeatedFingerprints({ fingerprints }: RowIndex): ReadonlySet<number> {
  const repeated = new Set<number>();
  // An open-addressed table of rows, each as its number plus one: several times as fast as a Set of all, or as sorting.
  const bits = Math.max(4, 33 - Math.clz32(fingerprints.length));
  const table = new Int32Array(1 << bits);
  for (let row = 0; row < fingerprints.length; row++) {
    const fingerprint = fingerprints[row] ?? 0;
    if (fingerprint === 0) continue;
    let at = Math.imul(fingerprint | 0, spread) >>> (32 - bits);
    for (let other = table[at] ?? 0; other !== 0; other = table[at] ?? 0) {
      if (fingerprints[other - 1] === fingerprint) break;
      at = (at + 1) & (table.length - 1);
    }
    if (table[at] === 0) table[at] = row + 1;
    else repeated.add(fingerprint);
  }
  return repeated;
}

/** Fingerprints that rows of both have. */
export function sharedFingerprints(a: RowIndex, b: RowIndex): ReadonlySet<number> {
  const inA = a.fingerprints.toSorted();
  const inB = b.fingerprints.toSorted();
  const shared = new Set<number>();
  let other = 0;
  for (const fingerprint of inA) {
    while (other < inB.length && (inB[other] ?? 0) < fingerprint) other++;
    if (fingerprint !== 0 && inB[other] === fingerprint) shared.add(fingerprint);
  }
  return shared;
}

/** Numbers of the rows that have one of the fingerprints, by fingerprint, in the order of the file. */
export function rowsWith(index: RowIndex, wanted: ReadonlySet<number>): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  if (wanted.size === 0) return found;
  for (let row = 0; row < index.fingerprints.length; row++) {
    const fingerprint = index.fingerprints[row] ?? 0;
    if (!wanted.has(fingerprint)) continue;
    const rows = found.get(fingerprint);
    if (rows) rows.push(row);
    else found.set(fingerprint, [row]);
  }
  return found;
}
