import { decodeLine } from './bytes.ts';
import { inRow, type Problem } from './problems.ts';
import { repeatedFingerprints, rowsWith, sharedFingerprints, type IndexedFile } from './rowIndex.ts';
import { duplicateExample, trainedExample } from './rules/repeats.ts';
import { isSameData } from './sameData.ts';
import { ValueLook } from './valueLook.ts';

/** Fingerprints say which rows may be equal; whether they are, the rows themselves say. */

interface ReadRow {
  readonly text: string;
  readonly value: unknown;
}

/** Rows of one fingerprint that turned out to be different examples, each by its first row. */
class Different {
  readonly #file: IndexedFile;
  /** By full fingerprint. */
  readonly #rows = new Map<number, number[]>();
  /** The one read last: most often it is asked for again. */
  #last: { readonly row: number; readonly read: ReadRow } | undefined;

  constructor(file: IndexedFile) {
    this.#file = file;
  }

  add(row: number, read: ReadRow): void {
    const fingerprint = fullFingerprint(read.value);
    const rows = this.#rows.get(fingerprint);
    if (rows) rows.push(row);
    else this.#rows.set(fingerprint, [row]);
    this.#last = { row, read };
  }

  /** The row that equals `value`; undefined where none does. */
  async find(value: unknown): Promise<number | undefined> {
    for (const row of this.#rows.get(fullFingerprint(value)) ?? []) {
      if (this.#last?.row !== row) this.#last = { row, read: await readRow(this.#file, row) };
      if (isSameData(this.#last.read.value, value)) return row;
    }
    return undefined;
  }
}

function fullFingerprint(value: unknown): number {
  return typeof value === 'object' && value !== null ? new ValueLook(value, { isFull: true }).fingerprint : 0;
}

async function readRow({ index, read }: IndexedFile, row: number): Promise<ReadRow> {
  const text = decodeLine(await read(index.starts[row] ?? 0, index.starts[row + 1] ?? 0));
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    // The file is no longer what was checked.
    return { text, value: undefined };
  }
}

/** `file/duplicate-example` for each row that equals an earlier one, in no order. */
export async function duplicates(file: IndexedFile, signal?: AbortSignal): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const rows of rowsWith(file.index, repeatedFingerprints(file.index)).values()) {
    const different = new Different(file);
    for (const row of rows) {
      signal?.throwIfAborted();
      const read = await readRow(file, row);
      const equal = await different.find(read.value);
      if (equal === undefined) different.add(row, read);
      else problems.push(inRow(duplicateExample(read.text, equal), row));
    }
  }
  return problems;
}

/** `file/train-validation-overlap` for each row that is also in the training file, in no order. */
export async function overlaps(file: IndexedFile, training: IndexedFile, signal?: AbortSignal): Promise<Problem[]> {
  const problems: Problem[] = [];
  const shared = sharedFingerprints(file.index, training.index);
  const trained = rowsWith(training.index, shared);
  for (const [fingerprint, rows] of rowsWith(file.index, shared)) {
    const different = await differentRows(training, trained.get(fingerprint) ?? [], signal);
    for (const row of rows) {
      signal?.throwIfAborted();
      const read = await readRow(file, row);
      const equal = await different.find(read.value);
      if (equal !== undefined) problems.push(inRow(trainedExample(read.text, training.name, equal), row));
    }
  }
  return problems;
}

async function differentRows(file: IndexedFile, rows: readonly number[], signal?: AbortSignal): Promise<Different> {
  const different = new Different(file);
  for (const row of rows) {
    signal?.throwIfAborted();
    const read = await readRow(file, row);
    if ((await different.find(read.value)) === undefined) different.add(row, read);
  }
  return different;
}
