import type { Decode } from './bytes.ts';
import { Fingerprint, itemPath, memberPath, textHash } from './fingerprint.ts';
import type { JsonObject } from './formats.ts';
import { textOf } from './placedRow.ts';
import { isJsonObject } from './rules/toolCalls.ts';
import { Scanner, type ScanEvents } from './scanner.ts';
import { Literal } from './literal.ts';
import type { TextScan } from './textScan.ts';
import type { ValueLook } from './valueLook.ts';

/** Messages that are alike but for their texts. */
export interface MessageShape {
  /** One of them, with these ids, and with short texts that stand for any. */
  readonly message: (ids?: readonly string[]) => JsonObject;
  /** Of such a message without its texts. */
  readonly fingerprint: Fingerprint;
}

/** What rules read of a text: whether it is blank; which other ids it is equal to; whether it is the JSON of an object. */
type TextKind = 'plain' | 'id' | 'arguments';

/** By the key of the text. A text that means something else under such a key has a key beside or above it that is wrong. */
const kinds: ReadonlyMap<string, TextKind> = new Map([
  ['content', 'plain'],
  ['text', 'plain'],
  ['id', 'id'],
  ['tool_call_id', 'id'],
  ['arguments', 'arguments'],
]);

/** What stands in a message before a text, or after the last one. */
interface Piece {
  readonly literal: Literal;
  /** The path to the text that follows. */
  readonly path: number;
  readonly kind: TextKind;
  /** Pieces that were seen after that text. */
  readonly next: Piece[];
  /** Of a piece that ends a message. */
  readonly shape: MessageShape | undefined;
}

/** Pieces that may follow the same text. They are tried one after the other. */
const maxFollowers = 16;
/** Messages at a place that are looked at for their shape: where they are more they are not alike. */
const maxLearned = 200;
/** UTF-16 units that such a message has at most, and those of them that are not texts and have to be kept. */
const maxUnits = 10_000;
const maxKept = 1000;
/** Stand for any text. */
const standIns = { plain: 'x', id: 'x', arguments: '{}' };

/** The shapes of messages seen at one place of the list of messages. */
export class MessageShapes {
  /** Of the message read last: its shape, and what its texts add to a fingerprint. */
  shape: MessageShape | undefined;
  readonly texts = new Fingerprint();
  /** Ids of the message read last, as they are written. */
  readonly ids: string[] = [];
  readonly #path: number;
  readonly #decode: Decode;
  readonly #first: Piece[] = [];
  #learned = 0;

  /** `path`: to the messages at this place. */
  constructor(path: number, decode: Decode) {
    this.#path = path;
    this.#decode = decode;
  }

  /** Reads a message of a known shape. Returns where it ends; -1 for any other. */
  read(from: number, scan: TextScan): number {
    this.texts.clear();
    if (this.ids.length > 0) this.ids.length = 0;
    let pieces = this.#first;
    let at = from;
    for (;;) {
      const piece = pieceAt(pieces, scan.view, at);
      if (!piece) return -1;
      at += piece.literal.length;
      if (piece.shape) {
        this.shape = piece.shape;
        return at;
      }
      const start = at;
      at = scan.read(at, piece.path);
      if (at < 0 || (piece.kind !== 'plain' && !this.#readCall(piece.kind, scan.bytes, start, at))) return -1;
      this.texts.add(scan.hash);
      pieces = piece.next;
    }
  }

  /** Looks at a text of a call between `start` and `end`; false where it is none that is right. */
  #readCall(kind: 'id' | 'arguments', bytes: Uint8Array, start: number, end: number): boolean {
    if (kind === 'arguments') return isJsonObject(JSON.parse(this.#decode(bytes, start - 1, end + 1)) as string);
    const id = this.#decode(bytes, start, end);
    this.ids.push(id);
    // Written with an escape, it may be equal to one that is written otherwise.
    return !id.includes('\\');
  }

  /** Remembers the shape of a message, which has no key twice. */
  learn(text: string, look: ValueLook): void {
    if (this.#learned >= maxLearned || text.length > maxUnits) return;
    this.#learned++;
    const { between, holes, texts } = new Cutter(text, this.#path);
    if (between.join('').length > maxKept) return;
    let pieces = this.#first;
    for (const [index, part] of between.entries()) {
      let piece = pieces.find(({ literal }) => literal.text === part);
      if (!piece) {
        if (pieces.length >= maxFollowers) return;
        const { path, kind } = holes[index] ?? noHole;
        const shape = index === holes.length ? shapeOf(between, holes, look, texts) : undefined;
        piece = { literal: new Literal(part), path, kind, next: [], shape };
        pieces.push(piece);
      }
      pieces = piece.next;
    }
  }
}

function shapeOf(
  between: readonly string[],
  holes: readonly Hole[],
  look: ValueLook,
  texts: Fingerprint,
): MessageShape {
  const fingerprint = new Fingerprint();
  fingerprint.addAll(look.sum);
  fingerprint.removeAll(texts);
  const build = (ids: readonly string[] = []): JsonObject => {
    const left = ids.values();
    const fills = holes.map(({ kind }) => (kind === 'id' ? left.next().value : undefined) ?? standIns[kind]);
    return JSON.parse(between.map((part, index) => part + (fills[index] ?? '')).join('')) as JsonObject;
  };
  const any = build();
  return { message: holes.some(({ kind }) => kind === 'id') ? build : () => any, fingerprint };
}

function pieceAt(pieces: readonly Piece[], view: DataView, at: number): Piece | undefined {
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    if (piece.literal.isAt(view, at)) return piece;
  }
  return undefined;
}

interface Level {
  readonly path: number;
  readonly isObject: boolean;
  /** Of the next element of an array. */
  index: number;
  /** Of the member that waits for its value. */
  key: string;
}

/** The place of a text in a message. */
interface Hole {
  /** The path to it. */
  readonly path: number;
  readonly kind: TextKind;
}

/** After the last text. */
const noHole: Hole = { path: 0, kind: 'plain' };

/** Cuts a JSON value at its texts. */
class Cutter implements ScanEvents {
  /** What stands before the first text, between two of them, and after the last one. Quotes belong to it. */
  readonly between: string[] = [];
  readonly holes: Hole[] = [];
  /** What the texts add to a fingerprint. */
  readonly texts = new Fingerprint();
  readonly #levels: Level[] = [];
  readonly #root: number;
  #end = 0;

  constructor(text: string, path: number) {
    this.#root = path;
    new Scanner(this).feed(text);
    this.between.push(text.slice(this.#end));
  }

  open(isObject: boolean): void {
    this.#levels.push({ path: this.#nextPath(), isObject, index: 0, key: '' });
  }

  close(): void {
    this.#levels.pop();
  }

  key(line: string, start: number, end: number): void {
    const level = this.#levels.at(-1);
    if (level) level.key = textOf(line, start, end);
  }

  scalar(line: string, start: number, end: number): void {
    const level = this.#levels.at(-1);
    const path = this.#nextPath();
    const kind = level?.isObject === true && line[start] === '"' && end - start > 2 ? kinds.get(level.key) : undefined;
    if (!kind) return;
    this.between.push(line.slice(this.#end, start + 1));
    this.holes.push({ path, kind });
    this.texts.add(textHash(textOf(line, start, end), path));
    this.#end = end - 1;
  }

  /** The path to the value that comes next. */
  #nextPath(): number {
    const level = this.#levels.at(-1);
    if (!level) return this.#root;
    return level.isObject ? memberPath(level.path, level.key) : itemPath(level.path, level.index++);
  }
}
