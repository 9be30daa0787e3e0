import { utf16Problem, type Decode } from './bytes.ts';
import { FilePartReader, type FilePart, type FilePartOptions } from './filePart.ts';
import { allProblems, joinLists } from './foundProblems.ts';
import type { Format } from './formats.ts';
import type { KnownRowsByTarget } from './knownRows.ts';
import { inRow, type Problem } from './problems.ts';
import { duplicates, overlaps } from './repeats.ts';
import { joinIndexes, type IndexedFile, type ReadAgain, type RowIndex } from './rowIndex.ts';
import { fileProblems } from './rules/file.ts';
import type { DatasetOptions, DatasetSummary } from './session.ts';
import { Tally } from './tally.ts';
import { targets } from './targets.ts';
import type { TokenCounter } from './tokens/counter.ts';

export interface CheckFileOptions extends Omit<DatasetOptions, 'encoding' | 'training'> {
  /** Keeps the first so many problems, in the order of results; all of them without it. Counts are of all. */
  readonly maxProblems?: number;
  /** Stops reading; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Bytes of the file; those that were read without it. */
  readonly size?: number;
  /** A faster way from bytes to text, where the platform has one. */
  readonly decode?: Decode;
  /** What is known of rows from files that were checked before. */
  readonly knownRows?: KnownRowsByTarget;
  /** Reads rows of the file once more, to find out whether those that look equal are. Without it nobody asks. */
  readonly read?: ReadAgain;
  /** Counts the tokens of every example, in the encoding of the model, and checks `tokens/over-limit`. */
  readonly counter?: TokenCounter;
  /**
   * Without `counter`, the same for the few rows long enough to have too many tokens. Asked for when the first such row is
   * met, since a counter takes time and memory to make.
   */
  readonly limitCounter?: () => TokenCounter;
  /** The training file, if this one is to validate what it trains. Needs `read`. */
  readonly training?: IndexedFile;
}

/** What was found in a file. */
export interface FileCheck extends DatasetSummary {
  /** In the order of results. */
  readonly problems: readonly Problem[];
  /** Number of problems beyond `maxProblems`. */
  readonly more: number;
  /** Of all examples (`tokens/exampleTokens.ts`); undefined where they were not counted. */
  readonly tokens: number | undefined;
}

/**
 * Checks a dataset as a stream of bytes, which is read once, but for rows that look equal. A chunk may be written over as
 * soon as the next one is asked for. Memory stays small: of the rows only the first hundred examples are held, until the
 * format is known, and those of a value that spans rows.
 */
export async function checkFile(bytes: AsyncIterable<Uint8Array>, options: CheckFileOptions): Promise<FileCheck> {
  return joinParts([await checkPart(bytes, options)], options);
}

/**
 * Checks a part of a file that starts after a line break and ends with one, or with the file. Only the whole file tells the
 * format, so `options` must name it if there are several parts (`detectFormat`).
 */
export async function checkPart(bytes: AsyncIterable<Uint8Array>, options: FilePartOptions): Promise<FilePart> {
  const reader = new FilePartReader(options);
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    reader.push(chunk);
    if (reader.isUtf16) break;
  }
  options.signal?.throwIfAborted();
  return reader.finish();
}

/** The format that the first rows of a file tell; undefined where they tell none. Reads no further than it has to. */
export async function detectFormat(
  bytes: AsyncIterable<Uint8Array>,
  options: CheckFileOptions,
): Promise<Format | undefined> {
  const reader = new FilePartReader(options);
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted();
    reader.push(chunk);
    if (reader.isUtf16 || reader.isFormatSettled) return reader.format;
  }
  return reader.finish().format;
}

/** The index of a file that others are compared with. */
export async function indexFile(bytes: AsyncIterable<Uint8Array>, options: CheckFileOptions): Promise<RowIndex> {
  return (await checkPart(bytes, { ...options, maxProblems: 0 })).index;
}

/** What the parts of a file, in order, come to together. No part but the last may be open. */
export async function joinParts(parts: readonly FilePart[], options: CheckFileOptions): Promise<FileCheck> {
  const tally = new Tally();
  for (const part of parts) tally.join(part.tally);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const array = firstPlaced(parts, ({ array }) => array?.problem && inRow(array.problem, array.row));
  const encodingProblem = firstPlaced(parts, ({ encodingProblem }) => encodingProblem);
  const isUtf16 = parts[0]?.isUtf16 === true;
  const arrayProblem = tally.isArrayFile ? array : undefined;

  const wholeFile = isUtf16 ? [utf16Problem()] : ofWholeFile(parts, tally, options);
  if (encodingProblem && !isUtf16) wholeFile.push(encodingProblem);
  if (arrayProblem && !isUtf16) wholeFile.push(arrayProblem);
  const { problems, counts } = allProblems(
    joinLists(parts),
    {
      fileProblems: [...wholeFile, ...(await repeats(parts, options))],
      isFileOnly: isUtf16 || tally.isEmpty,
      hidesDamage: encodingProblem !== undefined,
      isSystemUsual: tally.inconsistentSystem > 0,
      usualFields: tally.usualFields,
      missingFields: tally.missingFields,
      arrayRow: arrayProblem?.row,
    },
    options.maxProblems ?? Infinity,
  );
  const { error: errors, warning: warnings, info: infos } = counts;
  const { examples, isEvidentlyDataset } = tally;
  const more = errors + warnings + infos - problems.length;
  const format = parts[0]?.format;
  const tokens = sumOfTokens(parts);
  return { format, isEvidentlyDataset, rows, examples, problems, more, tokens, errors, warnings, infos };
}

function sumOfTokens(parts: readonly FilePart[]): number | undefined {
  let sum = 0;
  for (const { tokens } of parts) {
    if (tokens === undefined) return undefined;
    sum += tokens;
  }
  return sum;
}

function firstPlaced(
  parts: readonly FilePart[],
  problemOf: (part: FilePart) => Problem | undefined,
): Problem | undefined {
  let rows = 0;
  for (const part of parts) {
    const problem = problemOf(part);
    if (problem) return inRow(problem, rows + problem.row);
    rows += part.rows;
  }
  return undefined;
}

function ofWholeFile(parts: readonly FilePart[], tally: Tally, options: CheckFileOptions): Problem[] {
  const first = parts.find(({ rows }) => rows > 0) ?? parts[0];
  return fileProblems({
    firstRowLength: first?.firstRowLength ?? 0,
    examples: tally.examples,
    withImages: tally.withImages,
    format: parts[0]?.format,
    role: options.role,
    isEmpty: tally.isEmpty,
    hasMisplacedRows: tally.spanning > 0 || tally.isArrayFile,
    isByteOrderMarkRisky: first?.hasByteOrderMark === true && targets[options.target].fearsByteOrderMark,
    size: options.size ?? parts.reduce((sum, { index }) => sum + (index.starts.at(-1) ?? 0), 0),
  });
}

/** Problems that rows have because there are others like them. */
async function repeats(parts: readonly FilePart[], options: CheckFileOptions): Promise<readonly Problem[]> {
  const { read, training, signal } = options;
  if (!read) return [];
  const [only] = parts;
  const index = only && parts.length === 1 ? only.index : joinIndexes(parts.map(({ index }) => index));
  const file: IndexedFile = { name: '', index, read };
  return [...(await duplicates(file, signal)), ...(training ? await overlaps(file, training, signal) : [])];
}
