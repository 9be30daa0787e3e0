import {
  byteOrderMarkLength,
  decodeLine,
  encodingProblem,
  hasByteOrderMark,
  isAscii,
  isUtf16,
  type Decode,
} from './bytes.ts';
import type { CheckFileOptions } from './checkFile.ts';
import { FileChecker, type CheckListener } from './fileChecker.ts';
import type { Format, JsonObject } from './formats.ts';
import { FoundProblems, type FoundLists } from './foundProblems.ts';
import { ByteLines, type LineReader } from './lines.ts';
import type { Problem, RowProblem } from './problems.ts';
import type { RowCheck } from './rowCheck.ts';
import { RowIndexBuilder, type RowIndex } from './rowIndex.ts';
import { arrayFile } from './rules/file.ts';
import type { TallyCounts } from './tally.ts';
import { KnownRowsByTarget, type KnownRow } from './knownRows.ts';
import { RowTokens } from './tokens/rowTokens.ts';

/**
 * What was found in a part of a file, or in all of it, as plain data that another thread can take over. Rows count from
 * the part's first row.
 */
export interface FilePart {
  readonly format: Format | undefined;
  readonly rows: number;
  readonly tally: TallyCounts;
  readonly found: FoundLists;
  readonly index: RowIndex;
  /** Of all examples, where they were counted. */
  readonly tokens: number | undefined;
  /** UTF-16 units of row 0. */
  readonly firstRowLength: number;
  readonly hasByteOrderMark: boolean;
  readonly isUtf16: boolean;
  readonly encodingProblem: Problem | undefined;
  /** The first array, with the problem it is if nothing else is in the file. */
  readonly array: { readonly row: number; readonly problem: RowProblem } | undefined;
  /** The part ends in a value that the next part may go on with: they have to be checked as one. */
  readonly isOpen: boolean;
}

export interface FilePartOptions extends CheckFileOptions {
  /** The part does not start the file: it has no byte-order mark. */
  readonly isLater?: boolean;
}

/** From the bytes of a file, or of a part of it that starts and ends at line breaks, to what is found in them. */
export class FilePartReader implements LineReader, CheckListener {
  readonly #lines = new ByteLines(this);
  readonly #options: FilePartOptions;
  readonly #decode: Decode;
  readonly #found: FoundProblems;
  readonly #checker: FileChecker;
  readonly #index = new RowIndexBuilder();
  readonly #tokens: RowTokens;
  readonly #knownRows: KnownRowsByTarget;
  /** The rows of the chunk can be looked up among the known ones. */
  #isChunkReady = false;
  #isEnd = false;
  #firstRowLength = 0;
  #hasByteOrderMark = false;
  #isUtf16 = false;
  #encodingProblem: Problem | undefined;
  #array: { readonly row: number; readonly problem: RowProblem } | undefined;

  constructor(options: FilePartOptions) {
    this.#options = options;
    this.#decode = options.decode ?? decodeLine;
    this.#found = new FoundProblems(options.maxProblems ?? Infinity);
    this.#tokens = new RowTokens(options);
    this.#checker = new FileChecker(options, this);
    this.#knownRows = options.knownRows ?? new KnownRowsByTarget(this.#decode);
  }

  /** The file turned out to be in UTF-16, of which nothing else is said: it need not be read on. */
  get isUtf16(): boolean {
    return this.#isUtf16;
  }

  /** The format of the rows is known. */
  get isFormatSettled(): boolean {
    return this.#checker.isFormatSettled;
  }

  get format(): Format | undefined {
    return this.#checker.format;
  }

  /** Takes the next bytes, and is done with them when this returns. */
  push(chunk: Uint8Array): void {
    this.#isChunkReady = false;
    this.#lines.push(chunk);
  }

  finish(): FilePart {
    this.#isEnd = true;
    this.#lines.end();
    const { isOpen } = this.#checker;
    this.#checker.end();
    const { format, rows, tally } = this.#checker;
    return {
      format,
      rows,
      tally,
      found: this.#found.lists,
      index: this.#index.finish(this.#lines.start),
      tokens: this.#tokens.total,
      firstRowLength: this.#firstRowLength,
      hasByteOrderMark: this.#hasByteOrderMark,
      isUtf16: this.#isUtf16,
      encodingProblem: this.#encodingProblem,
      array: this.#array,
      isOpen,
    };
  }

  /** Called where a line starts in a chunk: most rows need not be read. */
  readKnownLines(chunk: Uint8Array, from: number, start: number): number {
    const checker = this.#checker;
    if (checker.rows === 0 || !checker.takesKnown || this.#options.counter) return from;
    const known = this.#knownRows.of(this.#options.target);
    if (!known) return from;
    if (!this.#isChunkReady) known.use(chunk, this.#tokens.uncounted);
    this.#isChunkReady = true;
    const count = known.recognize(from);
    for (let index = 0; index < count; index++) this.#addKnown(chunk, known.row(index), start - from);
    return count > 0 ? known.next : from;
  }

  /** `before`: the bytes of the stream before the chunk. */
  #addKnown(chunk: Uint8Array, { start, end, fingerprint, outcome }: KnownRow, before: number): void {
    const checker = this.#checker;
    this.#index.add(before + start);
    this.#index.setFingerprint(checker.rows, fingerprint);
    const { check, counts, hasProblems } = outcome;
    const isRead = hasProblems && (!counts || this.#found.hasRoom(counts));
    const text = isRead || this.#found.needsText(check) ? this.#decode(chunk, start, end) : '';
    const found = isRead ? { ...check, problems: outcome.problemsIn(text) } : check;
    const unread = hasProblems && !isRead ? counts : undefined;
    this.#found.add(checker.rows, text, found, unread);
    checker.addKnown(found, unread);
  }

  /** Called for each line. */
  readLine(bytes: Uint8Array, from: number, to: number, start: number): void {
    const row = this.#checker.rows;
    let skipped = 0;
    if (row === 0 && !this.#options.isLater) {
      const line = bytes.subarray(from, to);
      this.#isUtf16 ||= isUtf16(line);
      this.#hasByteOrderMark = hasByteOrderMark(line);
      if (this.#hasByteOrderMark) skipped = byteOrderMarkLength;
    }
    if (!this.#isUtf16) this.#add(bytes, from + skipped, to, start + skipped, row);
  }

  /** Called for each row that was checked. */
  addCheck(row: number, text: string, check: RowCheck, example?: JsonObject): void {
    if (check.kind === 'example') this.#index.setFingerprint(row, check.fingerprint);
    else if (check.kind === 'array' || check.kind === 'spanningArray') {
      this.#array ??= { row, problem: arrayFile(text) };
    }
    const counted = example && this.#tokens.add(text, example, this.#checker.format, check);
    this.#found.add(row, text, counted ?? check);
  }

  #add(bytes: Uint8Array, from: number, to: number, start: number, row: number): void {
    if (row === 0 && this.#isEnd && to === from) return;
    const text = this.#decode(bytes, from, to);
    const isPlain = isAscii(text, to - from);
    if (row === 0) this.#firstRowLength = text.length;
    if (!isPlain) this.#encodingProblem ??= encodingProblem(text, bytes.subarray(from, to), row);
    this.#index.add(start);
    this.#checker.add(text, isPlain);
  }
}
