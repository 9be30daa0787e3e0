import { Fingerprint, itemFactor, itemPath, memberPath, textHash } from './fingerprint.ts';
import type { JsonObject } from './formats.ts';
import { textOf } from './placedRow.ts';
import type { ProgramMemory } from './programMemory.ts';
import type { RowProgram } from './rowProgram.ts';
import { Scanner, type ScanEvents } from './scanner.ts';
import type { ValueLook } from './valueLook.ts';

/** Messages that are alike but for their texts. */
interface MessageShape {
  /** One of them, with these ids, as they are written, and with short texts that stand for any. */
  readonly build: (ids: readonly string[]) => JsonObject;
  /** Those that were built, by which of the row's ids they have. */
  readonly built: Map<string, JsonObject>;
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
/** Messages that are looked at for their shape: where they are more they are not alike. */
const maxLearned = 1000;
/** UTF-16 units that such a message has at most, and those of them that are not texts and have to be kept. */
const maxUnits = 10_000;
const maxKept = 1000;
/** Messages of a shape that are kept, by their ids. */
const maxBuilt = 256;
/** Stand for any text. */
const standIns = { plain: 'x', arguments: '{}' };

/** The shapes of messages that were seen, which the program recognizes from then on. */
export class MessageShapes {
  readonly #program: RowProgram;
  readonly #memory: ProgramMemory;
  readonly #shapes: MessageShape[] = [];
  readonly #first: Piece[] = [];
  /** The path to messages. */
  readonly #path: number;
  #learned = 0;

  constructor(program: RowProgram, memory: ProgramMemory, path: number) {
    this.#program = program;
    this.#memory = memory;
    this.#path = path;
  }

  /** A message of a shape, by its number, with ids that tell which of the row's ids they are equal to. */
  messageWith(shape: number, ids: readonly number[]): JsonObject | undefined {
    const known = this.#shapes[shape];
    if (!known) return undefined;
    const key = ids.join();
    const message = known.built.get(key) ?? known.build(ids.map((id) => `x${id}`));
    if (known.built.size < maxBuilt) known.built.set(key, message);
    return message;
  }

  /** A message of a shape, by its number, with the ids that it has. */
  messageOf(shape: number, ids: readonly string[]): JsonObject | undefined {
    return this.#shapes[shape]?.build(ids);
  }

  /** Remembers the shape of a message, which has no key twice. */
  learn(text: string, look: ValueLook): void {
    if (this.#learned >= maxLearned || text.length > maxUnits) return;
    this.#learned++;
    const { between, holes, texts } = new Cutter(text, this.#path);
    if (between.join('').length > maxKept) return;
    let pieces = this.#first;
    let before = 0;
    for (const [index, part] of between.entries()) {
      let piece = pieces.find(({ text }) => text === part);
      if (!piece) {
        if (pieces.length >= maxFollowers) return;
        piece = this.#add(part, before, holes[index]);
        if (!piece) return;
        pieces.push(piece);
        if (index === holes.length) this.#end(piece, shapeOf(between, holes), look, texts);
      }
      pieces = piece.next;
      before = piece.address;
    }
  }

  /** Undefined where there is no room. */
  #add(text: string, before: number, { path, factor, kind }: Hole = noHole): Piece | undefined {
    const literal = this.#memory.add(text);
    if (!literal) return undefined;
    const address = this.#program.addPiece(before, literal.address, literal.length, path, factor, kindNumbers[kind]);
    return address === 0 ? undefined : { text, address, next: [] };
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
    const fills = holes.map(({ kind }) => (kind === 'id' ? left.next().value : standIns[kind]));
    return JSON.parse(between.map((part, index) => part + (fills[index] ?? '')).join('')) as JsonObject;
  };
  return { build, built: new Map() };
}

interface Level {
  readonly path: number;
  /** Of what is in it: `Fingerprint.add`. */
  readonly factor: number;
  readonly isObject: boolean;
  /** Of the next element of an array. */
  index: number;
  /** Of the member that waits for its value. */
  key: string;
}

/** The place of a text in a message. */
interface Hole {
  /** The path to it, and the factor of what it adds to a fingerprint. */
  readonly path: number;
  readonly factor: number;
  readonly kind: TextKind;
}

/** After the last text. */
const noHole: Hole = { path: 0, factor: 0, kind: 'plain' };

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
    this.#levels.push({ ...this.#next(), isObject, index: 0, key: '' });
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
    const { path, factor } = this.#next();
    const kind = level?.isObject === true && line[start] === '"' && end - start > 2 ? kinds.get(level.key) : undefined;
    if (!kind) return;
    this.between.push(line.slice(this.#end, start + 1));
    this.holes.push({ path, factor, kind });
    this.texts.add(textHash(textOf(line, start, end), path), factor);
    this.#end = end - 1;
  }

  /** Of the value that comes next. */
  #next(): Pick<Level, 'path' | 'factor'> {
    const level = this.#levels.at(-1);
    if (!level) return { path: this.#root, factor: 1 };
    const { path, factor } = level;
    if (level.isObject) return { path: memberPath(path, level.key), factor };
    return { path: itemPath(path), factor: Math.imul(factor, itemFactor(level.index++)) };
  }
}
