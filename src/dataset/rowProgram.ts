import { rowProgramBytes } from './rowProgramBytes.ts';

/** Why the program stopped, as `assembly/rows.ts` has it. */
export const stops = {
  /** The list of rows is full. */
  full: 0,
  /** The row is none that can be recognized. */
  unreadable: -1,
  /** A message is of no known shape: `addMessage` goes on after it. */
  atMessage: 1,
  /** What stands after the messages is not known: `addRowEnd` goes on after it. */
  atEnd: 2,
  /** It is not known what a row of such messages and such an end turns out to be: `addOutcome` goes on after it. */
  atOutcome: 3,
} as const;
export type Stop = (typeof stops)[keyof typeof stops];

/** Number of an end, or of a shape, that is not remembered. */
export const notRemembered = -1;
/** Ends of rows that there is room for. */
export const maxEnds = 64;
/** Bytes of a row in the list: its fingerprint, in eight, and in four each its start, its end and its outcome. */
export const rowBytes = 24;
/** Bytes of a message in the trace: its shape, and how many ids the row has up to its end. */
export const traceBytes = 8;

/** Bytes of an id: in four each where it starts and where it ends. */
export const idBytes = 8;

/**
 * The program of `assembly/rows.ts`, which recognizes rows in its memory. Places and texts are given by their address there,
 * sums of fingerprints by their halves.
 */
export interface RowProgram {
  /** It does not grow. */
  readonly memory: WebAssembly.Memory;
  /** Room for so many bytes, for good; 0 where there is none. */
  allocate(length: number): number;
  /** Takes rows from bytes that end at `end`, none that is longer than `mostBytes`. Writes over some bytes after them. */
  useChunk(end: number, mostBytes: number): void;
  /** Lists rows from `from` on. */
  readRows(from: number): Stop;
  /** The listed rows, and how many. */
  rowList(): number;
  listedRows(): number;
  /** Where the row after them starts. */
  nextRow(): number;
  /** Where reading has stopped. */
  place(): number;
  /** Of the row that is read: its messages up to that place, a trace of them, whether one was parsed, its ids, and its end. */
  messageCount(): number;
  messageTrace(): number;
  hasParsed(): number;
  idPlaces(): number;
  endNumber(): number;
  /** The number of the row's first id that is equal to this one. */
  firstEqualId(id: number): number;
  /** Adds the message at the place where reading has stopped, and goes on: where it ends, what it adds to the fingerprint. */
  addMessage(end: number, low: number, high: number): Stop;
  /** Adds an end that rows may have, of which there are `maxEnds` at most. Returns its number. */
  addEnd(literal: number, length: number, low: number, high: number): number;
  /** Gives the row the end that stands where reading has stopped, and goes on. */
  addRowEnd(number: number, length: number, low: number, high: number): Stop;
  /** Remembers what rows like the one that is read turn out to be, by its number. Returns 0 where there is no room. */
  remember(outcome: number): number;
  /** Gives the row what it turned out to be, and goes on. */
  addOutcome(outcome: number): Stop;
  /** Adds what stands in messages before a text; after the text that `before` ends with, or first of all where that is 0. Returns 0 where there is no room. */
  addPiece(before: number, literal: number, length: number, path: number, factor: number, kind: number): number;
  /** Makes it what stands at the end of messages of a shape, which add so much to a fingerprint beside their texts. */
  endMessage(piece: number, shape: number, low: number, high: number): void;
  /** Reads one text. Returns where its closing quote is, and keeps its hash; 0 where it is left to others. */
  readText(from: number, path: number): number;
  textHash(): number;
}

export interface RowProgramImports {
  /** What a list of no messages adds to a fingerprint. */
  readonly emptyListHash: number;
  /** The text between two quotes, quotes included, is the JSON of an object, as JSON writes a text. */
  readonly isObjectText: (from: number, to: number) => boolean;
}

/** Undefined where the machine has no instructions for sixteen bytes at once. */
export function createRowProgram({ emptyListHash, isObjectText }: RowProgramImports): RowProgram | undefined {
  const compiled = compiledProgram();
  if (!compiled) return undefined;
  const imports = { rows: { emptyListHash }, messages: { isObjectText } };
  return new WebAssembly.Instance(compiled, imports).exports as unknown as RowProgram;
}

let compiledOnce: { readonly program: WebAssembly.Module | undefined } | undefined;

function compiledProgram(): WebAssembly.Module | undefined {
  if (!compiledOnce) {
    const bytes = Uint8Array.from(atob(rowProgramBytes), (byte) => byte.charCodeAt(0));
    compiledOnce = { program: WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined };
  }
  return compiledOnce.program;
}
