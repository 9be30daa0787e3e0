import { Fingerprint, itemPath, memberPath, textHash } from './fingerprint.ts';
import type { JsonObject } from './formats.ts';
import { textOf } from './placedRow.ts';
import { Scanner, type ScanEvents } from './scanner.ts';
import { Literal } from './literal.ts';
import type { TextScan } from './textScan.ts';
import type { ValueLook } from './valueLook.ts';

/** Messages that are alike but for their texts. */
export interface MessageShape {
  /** One of them, with short texts that stand for any. */
  readonly message: JsonObject;
  /** Of such a message without its texts. */
  readonly fingerprint: Fingerprint;
}

/** What stands in a message before a text, or after the last one. */
interface Piece {
  readonly literal: Literal;
  /** The path to the text that follows. */
  readonly path: number;
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
/** Keys whose texts no rule of chat data reads, but to see whether they are blank. */
const textKeys: ReadonlySet<string> = new Set(['content', 'text']);
/** Stands for any text. */
const standIn = 'x';
/** Ids differ from call to call, so messages with calls have no shape in common. */
const callKeys = /"(?:tool_call|function_call)/;

/** The shapes of messages seen at one place of the list of messages. */
export class MessageShapes {
  /** Of the message read last: its shape, and what its texts add to a fingerprint. */
  shape: MessageShape | undefined;
  readonly texts = new Fingerprint();
  readonly #path: number;
  readonly #first: Piece[] = [];
  #learned = 0;

  /** `path`: to the messages at this place. */
  constructor(path: number) {
    this.#path = path;
  }

  /** Reads a message of a known shape. Returns where it ends; -1 for any other. */
  read(from: number, scan: TextScan): number {
    this.texts.clear();
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
      at = scan.read(at, piece.path);
      if (at < 0) return -1;
      this.texts.add(scan.hash);
      pieces = piece.next;
    }
  }

  /** Remembers the shape of a message, which has no key twice. */
  learn(text: string, look: ValueLook): void {
    if (this.#learned >= maxLearned || text.length > maxUnits || callKeys.test(text)) return;
    this.#learned++;
    const { between, paths, texts } = new Cutter(text, this.#path);
    if (between.join('').length > maxKept) return;
    let pieces = this.#first;
    for (const [index, part] of between.entries()) {
      let piece = pieces.find(({ literal }) => literal.text === part);
      if (!piece) {
        if (pieces.length >= maxFollowers) return;
        const isLast = index === paths.length;
        const shape = isLast ? shapeOf(between.join(standIn), look, texts) : undefined;
        piece = { literal: new Literal(part), path: paths[index] ?? 0, next: [], shape };
        pieces.push(piece);
      }
      pieces = piece.next;
    }
  }
}

function shapeOf(text: string, look: ValueLook, texts: Fingerprint): MessageShape {
  const fingerprint = new Fingerprint();
  fingerprint.addAll(look.sum);
  fingerprint.removeAll(texts);
  return { message: JSON.parse(text) as JsonObject, fingerprint };
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

/** Cuts a JSON value at its texts. */
class Cutter implements ScanEvents {
  /** What stands before the first text, between two of them, and after the last one. Quotes belong to it. */
  readonly between: string[] = [];
  /** The path to each text. */
  readonly paths: number[] = [];
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
    const isText = level?.isObject === true && textKeys.has(level.key) && line[start] === '"' && end - start > 2;
    if (!isText) return;
    this.between.push(line.slice(this.#end, start + 1));
    this.paths.push(path);
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
