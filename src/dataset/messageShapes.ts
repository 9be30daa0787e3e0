import { Fingerprint, itemPath, memberPath, textHash } from './fingerprint.ts';
import type { JsonObject } from './formats.ts';
import { textOf } from './placedRow.ts';
import type { ProgramMemory } from './programMemory.ts';
import type { RowProgram } from './rowProgram.ts';
import { Scanner, type ScanEvents } from './scanner.ts';
import type { ValueLook } from './valueLook.ts';

/** Messages that are alike but for their texts: one of them, with these ids, and with short texts that stand for any. */
export type MessageShape = (ids: readonly string[]) => JsonObject;

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
  readonly text: string;
  /** What the program has of it. */
  readonly address: number;
  /** Pieces that were seen after that text. */
  readonly next: Piece[];
}

/** As the program counts the kinds of texts. */
const kindNumbers: Readonly<Record<TextKind, number>> = { plain: 0, id: 1, arguments: 2 };
/** Pieces that may follow the same text. They are tried one after the other. */
const maxFollowers = 16;
/** Messages at a place that are looked at for their shape: where they are more they are not alike. */
const maxLearned = 200;
/** UTF-16 units that such a message has at most, and those of them that are not texts and have to be kept. */
const maxUnits = 10_000;
const maxKept = 1000;
/** Stand for any text. */
const standIns = { plain: 'x', id: 'x', arguments: '{}' };

/** A message of which the shape is to be remembered. It has no key twice. */
export interface NewMessage {
  readonly text: string;
  /** The place in the list of messages, and the path to it. */
  readonly place: number;
  readonly path: number;
  readonly look: ValueLook;
}

/** The shapes of messages that were seen, which the program recognizes from then on. */
export class MessageShapes {
  readonly #program: RowProgram;
  readonly #memory: ProgramMemory;
  readonly #shapes: MessageShape[] = [];
  /** By the place in the list of messages. */
  readonly #first: Piece[][] = [];
  readonly #learned: number[] = [];

  constructor(program: RowProgram, memory: ProgramMemory) {
    this.#program = program;
    this.#memory = memory;
  }

  /** The shape of a number. */
  at(shape: number): MessageShape | undefined {
    return this.#shapes[shape];
  }

  /** Remembers the shape of a message. */
  learn({ text, place, path, look }: NewMessage): void {
    const learned = this.#learned[place] ?? 0;
    if (learned >= maxLearned || text.length > maxUnits) return;
    this.#learned[place] = learned + 1;
    const { between, holes, texts } = new Cutter(text, path);
    if (between.join('').length > maxKept) return;
    let pieces = (this.#first[place] ??= []);
    let before = 0;
    for (const [index, part] of between.entries()) {
      let piece = pieces.find(({ text }) => text === part);
      if (!piece) {
        if (pieces.length >= maxFollowers) return;
        piece = this.#add(part, before, place, holes[index]);
        pieces.push(piece);
        if (index === holes.length) this.#end(piece, shapeOf(between, holes), look, texts);
      }
      pieces = piece.next;
      before = piece.address;
    }
  }

  #add(text: string, before: number, place: number, hole: Hole = noHole): Piece {
    const { address, length } = this.#memory.add(text);
    const kind = kindNumbers[hole.kind];
    return { text, address: this.#program.addPiece(before, place, address, length, hole.path, kind), next: [] };
  }

  #end({ address }: Piece, shape: MessageShape, { sum }: ValueLook, texts: Fingerprint): void {
    const fingerprint = new Fingerprint();
    fingerprint.addAll(sum);
    fingerprint.removeAll(texts);
    const number = this.#shapes.push(shape) - 1;
    this.#program.endMessage(address, number, fingerprint.low, fingerprint.high);
  }
}

function shapeOf(between: readonly string[], holes: readonly Hole[]): MessageShape {
  const build = (ids: readonly string[]): JsonObject => {
    const left = ids.values();
    const fills = holes.map(({ kind }) => (kind === 'id' ? left.next().value : undefined) ?? standIns[kind]);
    return JSON.parse(between.map((part, index) => part + (fills[index] ?? '')).join('')) as JsonObject;
  };
  if (holes.some(({ kind }) => kind === 'id')) return build;
  let any: JsonObject | undefined;
  return () => (any ??= build([]));
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
