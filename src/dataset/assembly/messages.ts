import { backslash } from './characters';
import { Sum } from './fingerprint';
import { isLiteralAt } from './literal';
import { allocate } from './memory';
import { readText, textHash } from './text';

/** Ids in a row. */
const maxIds = 256;
/** Kinds of texts: of which rules read whether they are blank; and of which whether they are the JSON of an object. Others are ids. */
const plain: i32 = 0;
const callArguments: i32 = 2;

/** The text between two quotes, quotes included, is the JSON of an object, as JSON writes a text. */
declare function isObjectText(from: usize, to: usize): bool;

/** What stands in a message before a text, or after the last one. */
@unmanaged
class Piece {
  literal: usize;
  length: i32;
  /** Of the text that follows. */
  path: i32;
  factor: i32;
  kind: i32;
  /** Of a message that ends with this piece: its number; below 0 otherwise. */
  shape: i32;
  /** What the message adds to a fingerprint, but for its texts. */
  low: i32;
  high: i32;
  /** The first of those that may stand after the text. */
  follower: Piece | null;
  /** The next one of those that may stand at this place. */
  other: Piece | null;
}

/** The first of the pieces that messages start with. */
let firstPiece: Piece | null = null;
/** Ids of the row that is read: where each starts and ends. */
const ids: usize = memory.data(maxIds * 2 * sizeof<usize>());
let idCount: i32 = 0;
let shape: i32 = 0;
const sum: Sum = changetype<Sum>(memory.data(8));

/** Of the message that was read last: its shape, and what it adds to a fingerprint. */
export function shapeRead(): i32 {
  return shape;
}

export function sumRead(): Sum {
  return sum;
}

/** Ids of the row so far. */
export function idsRead(): i32 {
  return idCount;
}

/** Where the row's ids are: of each the first byte, and the one after its last. */
export function idPlaces(): usize {
  return ids;
}

/** A row begins. */
export function forgetIds(): void {
  idCount = 0;
}

/** The number of the first id of the row that is equal to this one. */
export function firstEqualId(id: i32): i32 {
  const start = idStart(id);
  const length = idEnd(id) - start;
  let other = 0;
  for (; other < id; other++) {
    if (idEnd(other) - idStart(other) === length && memory.compare(idStart(other), start, length) === 0) break;
  }
  return other;
}

function idStart(id: i32): usize {
  return load<usize>(ids + id * 2 * sizeof<usize>());
}

function idEnd(id: i32): usize {
  return load<usize>(ids + id * 2 * sizeof<usize>(), sizeof<usize>());
}

/** Reads the message at `from`. Returns where it ends; 0 if its shape is not known. */
export function readMessage(from: usize): usize {
  const idsBefore = idCount;
  let at = from;
  let piece = pieceAt(firstPiece, at);
  sum.set(0, 0);
  while (piece) {
    at += piece.length;
    if (piece.shape >= 0) {
      shape = piece.shape;
      sum.addAll(piece.low, piece.high);
      return at;
    }
    const end = readText(at, piece.path);
    if (end === 0 || (piece.kind !== plain && !readCall(piece.kind, at, end))) break;
    sum.add(textHash(), piece.factor);
    at = end;
    piece = pieceAt(piece.follower, at);
  }
  idCount = idsBefore;
  return 0;
}

function pieceAt(first: Piece | null, at: usize): Piece | null {
  let piece = first;
  while (piece && !isLiteralAt(piece.literal, piece.length, at)) piece = piece.other;
  return piece;
}

/** Looks at a text of a call; false where it is none that is right. */
function readCall(kind: i32, start: usize, end: usize): bool {
  if (kind === callArguments) return isObjectText(start - 1, end + 1);
  if (idCount === maxIds) return false;
  // Written with an escape, it may be equal to one that is written otherwise.
  for (let at = start; at < end; at++) if (load<u8>(at) === backslash) return false;
  store<usize>(ids + idCount * 2 * sizeof<usize>(), start);
  store<usize>(ids + idCount * 2 * sizeof<usize>(), end, sizeof<usize>());
  idCount++;
  return true;
}

/**
 * Adds a piece that ends before a text, whose path, factor and kind are given. It stands after the text that piece `before`
 * ends with, or starts a message where that is 0. Returns the piece; 0 where there is no room.
 */
export function addPiece(before: usize, literal: usize, length: i32, path: i32, factor: i32, kind: i32): usize {
  const room = allocate(offsetof<Piece>());
  if (room === 0) return 0;
  const piece = changetype<Piece>(room);
  piece.literal = literal;
  piece.length = length;
  piece.path = path;
  piece.factor = factor;
  piece.kind = kind;
  piece.shape = -1;
  piece.follower = null;
  piece.other = null;
  const previous = before === 0 ? firstPiece : changetype<Piece>(before).follower;
  if (previous) last(previous).other = piece;
  else if (before === 0) firstPiece = piece;
  else changetype<Piece>(before).follower = piece;
  return room;
}

function last(piece: Piece): Piece {
  const other = piece.other;
  return other ? last(other) : piece;
}

/** Makes a piece the end of messages of a shape, which add this to a fingerprint beside their texts. */
export function endMessage(piece: usize, shape: i32, low: i32, high: i32): void {
  const end = changetype<Piece>(piece);
  end.shape = shape;
  end.low = low;
  end.high = high;
}
