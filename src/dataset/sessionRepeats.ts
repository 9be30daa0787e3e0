import { decodeLine } from './bytes.ts';
import { rowsWith, type IndexedFile } from './rowIndex.ts';
import { isSameData } from './sameData.ts';
import type { SessionRow } from './sessionRow.ts';
import { ValueLook } from './valueLook.ts';

/** A training file whose rows can be read at once. */
export interface TrainingRows extends IndexedFile {
  read(start: number, end: number): Uint8Array;
}

/** Examples that are equal, in no order. */
export type EqualRows = ReadonlySet<SessionRow>;

/** Rows of one quick fingerprint: those that turned out to be equal, by their full fingerprint. */
type Group = Map<number, Set<SessionRow>[]>;

/**
 * Knows which examples of an open dataset are equal, and which are also in the training file. A row that comes or goes
 * touches the rows of its fingerprint only, and those are read only if there is another.
 */
export class SessionRepeats {
  /** Rows that equal another one, without one of each kind. */
  duplicates = 0;
  /** Rows that are also in the training file. */
  overlaps = 0;
  readonly #rows = new Map<number, SessionRow | Group>();
  #training: TrainingRows | undefined;
  #trained: ReadonlyMap<number, readonly number[]> = new Map();

  constructor(training: TrainingRows | undefined) {
    this.compareWith(training);
  }

  get training(): TrainingRows | undefined {
    return this.#training;
  }

  /** Rows that are added from now on are looked for in this training file. */
  compareWith(training: TrainingRows | undefined): void {
    this.#training = training;
    this.#trained = training ? rowsWith(training.index, new Set(training.index.fingerprints)) : new Map();
  }

  /** Adds an example that has been checked. */
  add(row: SessionRow, fingerprint: number): void {
    row.trainedRow = this.#trainedRow(row, fingerprint);
    if (row.trainedRow !== undefined) this.overlaps++;
    const known = this.#rows.get(fingerprint);
    if (known === undefined) {
      this.#rows.set(fingerprint, row);
      return;
    }
    if (known instanceof Map) this.#join(known, row);
    else {
      const group: Group = new Map();
      this.#rows.set(fingerprint, group);
      this.#join(group, known);
      this.#join(group, row);
    }
  }

  /** Takes back a row that was added with this fingerprint. */
  remove(row: SessionRow, fingerprint: number): void {
    if (row.trainedRow !== undefined) this.overlaps--;
    row.trainedRow = undefined;
    const known = this.#rows.get(fingerprint);
    if (!(known instanceof Map)) {
      this.#rows.delete(fingerprint);
      return;
    }
    for (const [full, kinds] of known) {
      const kind = kinds.find((rows) => rows.delete(row));
      if (!kind) continue;
      if (kind.size > 0) this.duplicates--;
      else
        known.set(
          full,
          kinds.filter((rows) => rows !== kind),
        );
      if (known.get(full)?.length === 0) known.delete(full);
      break;
    }
    row.equals = undefined;
    if (known.size === 0) this.#rows.delete(fingerprint);
  }

  #join(group: Group, row: SessionRow): void {
    const rows = this.#kindOf(group, row);
    if (rows.size > 0) this.duplicates++;
    rows.add(row);
    row.equals = rows;
  }

  /** The rows of the group that equal `row`. */
  #kindOf(group: Group, row: SessionRow): Set<SessionRow> {
    const value = valueOf(row.text);
    const full = new ValueLook(value, { isFull: true }).fingerprint;
    const kinds = group.get(full) ?? [];
    for (const rows of kinds) {
      for (const other of rows) {
        if (other.text === row.text || isSameData(valueOf(other.text), value)) return rows;
        break;
      }
    }
    const rows = new Set<SessionRow>();
    group.set(full, [...kinds, rows]);
    return rows;
  }

  #trainedRow(row: SessionRow, fingerprint: number): number | undefined {
    const training = this.#training;
    const candidates = this.#trained.get(fingerprint);
    if (!training || !candidates) return undefined;
    const value = valueOf(row.text);
    const { starts } = training.index;
    return candidates.find((candidate) => {
      const bytes = training.read(starts[candidate] ?? 0, starts[candidate + 1] ?? 0);
      return isSameData(valueOf(decodeLine(bytes)), value);
    });
  }
}

function valueOf(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    // A training file that changed since it was indexed.
    return [];
  }
}
