import type { Decode } from './bytes.ts';
import { keysWritten } from './duplicateKeys.ts';
import { Fingerprint, itemPath, memberPath, rootPath } from './fingerprint.ts';
import { isObject, type JsonObject } from './formats.ts';
import { Literal } from './literal.ts';
import { MessageShapes, type MessageShape } from './messageShapes.ts';
import { checkWithoutText, type TextlessCheck } from './rowCheck.ts';
import type { Dialect } from './rules/example.ts';
import { isBlankCode } from './scanner.ts';
import { targets, type Target, type TargetFacts } from './targets.ts';
import { TextScan } from './textScan.ts';
import { ValueLook, arrayHash } from './valueLook.ts';

const code = (character: string): number => character.charCodeAt(0);
const openings = ['{', '"messages"', ':', '['].map((part) => new Literal(part));
const comma = code(',');
const quote = code('"');
const backslash = code('\\');
const brace = code('{');
const bracket = code('[');
const closingBrace = code('}');
const closingBracket = code(']');
const lineFeed = 10;
const carriageReturn = 13;

/** Messages of a row that are read here. */
const maxMessages = 64;
/** Ends of rows that are remembered. */
const maxEnds = 64;
/** Lists of messages, of known shapes, of which it is remembered what they turned out to be. */
const maxLists = 20_000;
/** After so many rows that were not recognized, one after the other, only each of `seldom` is tried. */
const maxMisses = 32;
const seldom = 32;
const messagesPath = memberPath(rootPath, 'messages');
/** Characters that are problems wherever they stand, or come from bytes that are not UTF-8. */
const problemCharacters = /[\u0085\u2028\u2029\ufffd]/;

/** A row that was recognized. */
export interface KnownRow {
  outcome: TextlessCheck;
  fingerprint: number;
  /** The byte after its last one; its line break is not part of it. */
  end: number;
  /** Where the next row starts. */
  next: number;
}

/** What follows the last message of a row, from the bracket on. */
interface RowEnd {
  readonly literal: Literal;
  /** The members of the row but its messages. */
  readonly members: JsonObject;
  /** Of the row without messages. */
  readonly fingerprint: Fingerprint;
}

/** Lists of messages that start with the same shapes, and with ids that are equal to the same other ones. */
class ShapeList {
  /** By the next shape, or by the number of an id: how many others of the row were first. */
  next: Map<MessageShape | number, ShapeList> | undefined;
  /** What rows with just these messages turn out to be, by their end. */
  outcomes: Map<RowEnd, TextlessCheck> | undefined;
}

/**
 * Recognizes rows of chat data in the bytes of a file. Most messages differ from others in their texts only, and no rule
 * reads these, but to see whether they are blank: so a row is checked by what its messages are like, mostly without
 * parsing any of it. A row that has anything unusual in it is not recognized; it has to be read.
 */
export class KnownRows {
  readonly #dialect: Dialect;
  readonly #decode: Decode;
  readonly #scan = new TextScan();
  /** What is known so far. */
  readonly #places: MessageShapes[] = [];
  readonly #ends: RowEnd[] = [];
  readonly #lists = new ShapeList();
  #listCount = 0;
  /** Of the row that is read. */
  readonly #messages: (() => JsonObject)[] = [];
  readonly #ids: string[] = [];
  readonly #sum = new Fingerprint();
  /** The same object for each row. */
  #row: KnownRow | undefined;
  #misses = 0;

  constructor(target: TargetFacts, decode: Decode) {
    this.#dialect = { format: 'chat', target };
    this.#decode = decode;
  }

  /** The next rows are in `chunk`. */
  use(chunk: Uint8Array): void {
    this.#scan.use(chunk);
  }

  /** The row that starts at `from`, until the next one is asked for; undefined if it is not recognized. */
  recognize(from: number): KnownRow | undefined {
    if (this.#misses > maxMisses && this.#misses++ % seldom !== 0) return undefined;
    const row = this.#read(from);
    this.#misses = row ? 0 : this.#misses + 1;
    return row;
  }

  #read(from: number): KnownRow | undefined {
    const sum = this.#sum;
    sum.clear();
    this.#messages.length = 0;
    if (this.#ids.length > 0) this.#ids.length = 0;
    /** Undefined once a message had no known shape. */
    let list: ShapeList | undefined = this.#lists;
    let at = this.#opening(from);
    for (let index = 0; at >= 0 && index < maxMessages; index++) {
      const place = (this.#places[index] ??= new MessageShapes(itemPath(messagesPath, index), this.#decode));
      const end = place.read(at, this.#scan);
      const shape = end < 0 ? undefined : place.shape;
      if (shape) {
        at = end;
        sum.addAll(place.texts);
        sum.addAll(shape.fingerprint);
        list = list && this.#listAfter(list, shape);
        if (place.ids.length > 0) list = this.#addIds(list, shape, place.ids.slice());
        else this.#messages.push(shape.message);
      } else {
        at = this.#parseMessage(at, index, place);
        list = undefined;
      }
      at = this.#skipBlank(at);
      if (this.#scan.bytes[at] !== comma) return this.#finish(at, list);
      at = this.#skipBlank(at + 1);
    }
    return undefined;
  }

  /** Reads the end of the row and says what it turned out to be. */
  #finish(at: number, list: ShapeList | undefined): KnownRow | undefined {
    if (this.#scan.bytes[at] !== closingBracket) return undefined;
    const rowEnd = this.#knownEnd(at) ?? this.#newEnd(at);
    if (!rowEnd) return undefined;
    const known = list?.outcomes?.get(rowEnd);
    const outcome = known ?? this.#check(rowEnd);
    if (!known && list) (list.outcomes ??= new Map()).set(rowEnd, outcome);
    this.#sum.add(arrayHash(messagesPath, this.#messages.length));
    this.#sum.addAll(rowEnd.fingerprint);
    const row = (this.#row ??= { outcome, fingerprint: 0, end: 0, next: 0 });
    row.outcome = outcome;
    row.fingerprint = this.#sum.value;
    row.end = at + rowEnd.literal.length;
    row.next = row.end + (this.#scan.bytes[row.end] === lineFeed ? 1 : 2);
    return row;
  }

  #check({ members }: RowEnd): TextlessCheck {
    return checkWithoutText({ messages: this.#messages.map((message) => message()), ...members }, this.#dialect);
  }

  #opening(from: number): number {
    let at = from;
    for (const part of openings) {
      if (!part.isAt(this.#scan.view, at)) return -1;
      at = this.#skipBlank(at + part.length);
    }
    return at;
  }

  #listAfter(list: ShapeList, part: MessageShape | number): ShapeList | undefined {
    let next = list.next?.get(part);
    if (!next && this.#listCount < maxLists) {
      this.#listCount++;
      next = new ShapeList();
      (list.next ??= new Map()).set(part, next);
    }
    return next;
  }

  /** Adds a message that has ids, of which rules ask nothing but which of them are equal. */
  #addIds(list: ShapeList | undefined, shape: MessageShape, ids: readonly string[]): ShapeList | undefined {
    this.#messages.push(() => shape.message(ids));
    let after = list;
    for (const id of ids) {
      const at = this.#ids.indexOf(id);
      after = after && this.#listAfter(after, at < 0 ? this.#ids.push(id) - 1 : at);
    }
    return after;
  }

  /** Reads a message of no known shape, and returns where it ends; -1 if it has to be looked at with the whole row. */
  #parseMessage(from: number, index: number, place: MessageShapes): number {
    const to = this.#valueEnd(from);
    if (to < 0) return -1;
    const text = this.#decode(this.#scan.bytes, from, to);
    const message = clean(text);
    if (!message) return -1;
    const look = new ValueLook(message, { path: itemPath(messagesPath, index) });
    if (!look.isWellFormed || look.keys !== keysWritten(text)) return -1;
    place.learn(text, look);
    this.#messages.push(() => message);
    this.#sum.addAll(look.sum);
    return to;
  }

  #knownEnd(at: number): RowEnd | undefined {
    for (const end of this.#ends) {
      // Most are not tried byte by byte: it is another place where they would end the line.
      if (this.#endsLine(at + end.literal.length) && end.literal.isAt(this.#scan.view, at)) return end;
    }
    return undefined;
  }

  #endsLine(at: number): boolean {
    const bytes = this.#scan.bytes;
    return bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed);
  }

  #newEnd(from: number): RowEnd | undefined {
    const bytes = this.#scan.bytes;
    const lineEnd = bytes.indexOf(lineFeed, from);
    if (lineEnd < 0) return undefined;
    const to = bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : lineEnd;
    const rest = this.#decode(bytes, from, to);
    const text = `{"messages":[${rest}`;
    const example = clean(text);
    if (!example) return undefined;
    const look = new ValueLook(example);
    if (!look.isWellFormed || look.keys !== keysWritten(text)) return undefined;
    const { messages: _, ...members } = example;
    look.sum.remove(arrayHash(messagesPath, 0));
    const end = { literal: new Literal(rest), members, fingerprint: look.sum };
    if (this.#ends.length < maxEnds) this.#ends.push(end);
    return end;
  }

  /** Where the object that starts at `from` ends, if it is one; -1 if it does not end in this line. */
  #valueEnd(from: number): number {
    const bytes = this.#scan.bytes;
    if (bytes[from] !== brace) return -1;
    let depth = 0;
    let isInText = false;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === quote) isInText = !isInText;
      else if (byte === lineFeed) return -1;
      else if (isInText) {
        if (byte === backslash) at++;
      } else if (byte === brace || byte === bracket) depth++;
      else if ((byte === closingBrace || byte === closingBracket) && --depth === 0) return at + 1;
    }
    return -1;
  }

  /** The first byte from `from` on that is no white space within a line; below 0 stays below 0. */
  #skipBlank(from: number): number {
    const { bytes } = this.#scan;
    let at = from;
    while (at >= 0 && at < bytes.length && bytes[at] !== lineFeed && isBlankCode(bytes[at] as number)) at++;
    return at;
  }
}

/**
 * The known rows of each target, kept from one file, or part of one, to the next: what is known of rows holds for all of
 * them. Several may be checked at a time, since each chunk is checked at a stretch.
 */
export class KnownRowsByTarget {
  readonly #decode: Decode;
  readonly #byTarget = new Map<Target, KnownRows>();

  constructor(decode: Decode) {
    this.#decode = decode;
  }

  of(target: Target): KnownRows {
    let known = this.#byTarget.get(target);
    if (!known) {
      known = new KnownRows(targets[target], this.#decode);
      this.#byTarget.set(target, known);
    }
    return known;
  }
}

/** The object that `text` is; undefined where it is none, or has characters in it that are a problem of their own. */
function clean(text: string): JsonObject | undefined {
  if (problemCharacters.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Whoever reads the row says what is wrong.
    return undefined;
  }
}
