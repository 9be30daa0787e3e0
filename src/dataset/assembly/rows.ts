// Recognizes rows of chat data, for ../knownRows.ts, which says what for. `node scripts/assembly.mjs` makes
// ../rowProgramBytes.ts of it. Places that come in and go out are addresses of memory.
import { bracket, brace, closingBracket, colon, comma, lineFeed, skipBlank } from './characters';
import { endAt, endOf } from './ends';
import { Sum, itemFactor } from './fingerprint';
import { isLiteralAt } from './literal';
import { firstEqualId, forgetIds, idsRead, readMessage, shapeRead, sumRead } from './messages';
import { follow, known, lead, none } from './transitions';

export { addEnd } from './ends';
export { allocate } from './memory';
export { addPiece, endMessage, firstEqualId, idPlaces } from './messages';
export { readText, textHash } from './text';

/** Why reading stopped: the list of rows is full. Within the program, that the row was listed. */
const listed: i32 = 0;
/** The row is none that can be recognized. */
const unreadable: i32 = -1;
/** The message is of no known shape. */
const atMessage: i32 = 1;
/** What stands after the messages is not known. */
const atEnd: i32 = 2;
/** It is not known what a row of such messages and such an end turns out to be. */
const atOutcome: i32 = 3;

/** Messages of a row that are read. */
const maxMessages = 64;
/** Rows that are listed at a time. */
const maxRows = 1024;
/** Bytes from one row of the list to the next. */
const rowBytes = 24;

/** A row that was recognized. */
@unmanaged
class Row {
  fingerprint: f64;
  start: usize;
  /** The byte after its last one; its line break is not part of it. */
  end: usize;
  /** The number of what it turned out to be. */
  outcome: i32;
}

const rows: usize = memory.data(maxRows * rowBytes);
/** Of each message of the row, its shape, and how many ids the row has up to its end. */
const trace: usize = memory.data(maxMessages * 8);
const sum: Sum = changetype<Sum>(memory.data(8));
const messagesKey: usize = memory.data<u8>([0x22, 0x6d, 0x65, 0x73, 0x73, 0x61, 0x67, 0x65, 0x73, 0x22]);
const messagesKeyLength = 10;

/** What a list of no messages adds to a fingerprint. */
declare const emptyListHash: i32;

let chunkEnd: usize = 0;
let mostBytes: i32 = 0;
let rowCount: i32 = 0;
/** Where the row starts, and the next byte of it to be read. */
let start: usize = 0;
let at: usize = 0;
/** Messages of the row so far, the state they have led to, and whether one of them was parsed outside. */
let messages: i32 = 0;
let state: i32 = 0;
let isParsed: bool = false;
/** Of the row: the number of its end, below 0 where it has none, and the byte after it. */
let end: i32 = 0;
let rowEnd: usize = 0;

/** The listed rows. */
export function rowList(): usize {
  return rows;
}

export function listedRows(): i32 {
  return rowCount;
}

/** Where the row after them starts. */
export function nextRow(): usize {
  return start;
}

/** Where reading stopped. */
export function place(): usize {
  return at;
}

/** Messages of the row that is read, up to that place. */
export function messageCount(): i32 {
  return messages;
}

/** Of each of these messages: its shape, and how many ids the row has up to its end. */
export function messageTrace(): usize {
  return trace;
}

/** One of these messages was parsed outside. */
export function hasParsed(): bool {
  return isParsed;
}

/** The number of the row's end; below 0 where it has none. */
export function endNumber(): i32 {
  return end;
}

/** Takes rows of so many bytes at most from the bytes that end at `end`, where some more may be written. */
export function useChunk(end: usize, most: i32): void {
  chunkEnd = end;
  mostBytes = most;
  // Nothing that is looked for goes on beyond this.
  v128.store(chunkEnd, i8x16.splat(0), 0, 1);
}

/** Lists rows from `from` on. Returns why it stopped. */
export function readRows(from: usize): i32 {
  rowCount = 0;
  start = from;
  return readFurther();
}

/** Adds the message at the place where reading stopped: where it ends, and what it adds to the row's fingerprint. */
export function addMessage(messageEnd: usize, low: i32, high: i32): i32 {
  state = none;
  isParsed = true;
  sum.addAll(low, high, itemFactor(messages));
  addToTrace(-1);
  return goOn(isFollowed(messageEnd) ? readMessages() : readEnd());
}

/** Goes on with the end of the row, whose number is given if it has one. */
export function addRowEnd(number: i32, length: i32, low: i32, high: i32): i32 {
  return goOn(endRow(number, length, low, high));
}

/** Remembers what rows turn out to be that are like the one that is read; false where there is no room. */
export function remember(outcome: i32): bool {
  return end !== none && lead(state, byEnd(end), outcome);
}

/** Goes on with what the row turned out to be. */
export function addOutcome(outcome: i32): i32 {
  return goOn(listRow(outcome));
}

function goOn(stop: i32): i32 {
  return stop === listed ? readFurther() : stop;
}

function readFurther(): i32 {
  let stop = listed;
  while (stop === listed && rowCount < maxRows) stop = readRow();
  return stop;
}

function readRow(): i32 {
  sum.set(0, 0);
  forgetIds();
  messages = 0;
  state = 0;
  isParsed = false;
  at = firstMessage(start);
  return at === 0 ? unreadable : readMessages();
}

/** Where the first message of the row starts; 0 where it does not start with messages. */
function firstMessage(from: usize): usize {
  if (load<u8>(from) !== brace) return 0;
  const key = skipBlank(from + 1);
  if (!isLiteralAt(messagesKey, messagesKeyLength, key)) return 0;
  const afterKey = skipBlank(key + messagesKeyLength);
  if (load<u8>(afterKey) !== colon) return 0;
  const list = skipBlank(afterKey + 1);
  return load<u8>(list) === bracket ? skipBlank(list + 1) : 0;
}

function readMessages(): i32 {
  while (messages < maxMessages) {
    const firstId = idsRead();
    const messageEnd = readMessage(at);
    if (messageEnd === 0) return atMessage;
    const shape = shapeRead();
    state = follow(state, shape << 2);
    for (let id = firstId; id < idsRead(); id++) state = follow(state, (firstEqualId(id) << 2) | 1);
    sum.addAll(sumRead().low, sumRead().high, itemFactor(messages));
    addToTrace(shape);
    if (!isFollowed(messageEnd)) return readEnd();
  }
  return unreadable;
}

function addToTrace(shape: i32): void {
  store<i32>(trace + messages * 8, shape);
  store<i32>(trace + messages * 8, idsRead(), 4);
  messages++;
}

/** Goes on to what stands after a message. True where that is another one. */
function isFollowed(messageEnd: usize): bool {
  at = skipBlank(messageEnd);
  if (load<u8>(at) !== comma) return false;
  at = skipBlank(at + 1);
  return true;
}

function readEnd(): i32 {
  if (load<u8>(at) !== closingBracket) return unreadable;
  const number = endAt(at, chunkEnd);
  if (number === none) return atEnd;
  const known = endOf(number);
  return endRow(number, known.length, known.low, known.high);
}

function byEnd(number: i32): i32 {
  return (number << 2) | 2;
}

function endRow(number: i32, length: i32, low: i32, high: i32): i32 {
  end = number;
  rowEnd = at + length;
  if (i32(rowEnd - start) > mostBytes) return unreadable;
  sum.addAll(low, high);
  sum.add(emptyListHash ^ messages);
  const outcome = number === none ? none : known(state, byEnd(number));
  return outcome === none ? atOutcome : listRow(outcome);
}

function listRow(outcome: i32): i32 {
  const row = changetype<Row>(rows + rowCount * rowBytes);
  row.fingerprint = sum.value;
  row.start = start;
  row.end = rowEnd;
  row.outcome = outcome;
  rowCount++;
  start = rowEnd + (load<u8>(rowEnd) === lineFeed ? 1 : 2);
  return listed;
}
