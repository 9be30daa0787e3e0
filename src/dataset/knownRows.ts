import type { Decode } from './bytes.ts';
import { itemPath, memberPath, rootPath, type Fingerprint } from './fingerprint.ts';
import type { JsonObject } from './formats.ts';
import { MessageShapes } from './messageShapes.ts';
import { ProgramMemory, type Buffers } from './programMemory.ts';
import { TextlessCheck } from './rowCheck.ts';
import { createRowProgram, maxEnds, notRemembered, rowBytes, stops, type RowProgram, type Stop } from './rowProgram.ts';
import { RowMessages } from './rowMessages.ts';
import { lineEnd, objectEnd, readPart } from './rowParts.ts';
import type { Dialect } from './rules/example.ts';
import { isJsonObject } from './rules/toolCalls.ts';
import { targets, type Target, type TargetFacts } from './targets.ts';
import { arrayHash } from './valueLook.ts';

/** After so many rows that were not recognized, one after the other, only each of `seldom` is tried. */
const maxMisses = 32;
const seldom = 32;
/** The largest number that the program takes. */
const maxInteger = 0x7fffffff;
const messagesPath = memberPath(rootPath, 'messages');
/** To each of them. */
const messagePath = itemPath(messagesPath);
const emptyListHash = arrayHash(messagesPath, 0);

/** A row that was recognized. */
export interface KnownRow {
  readonly outcome: TextlessCheck;
  readonly fingerprint: number;
  /** Its first byte, and the one after its last; its line break is not part of it. */
  readonly start: number;
  readonly end: number;
}

/**
 * Recognizes rows of chat data in the bytes of a file. Most messages differ from others in their texts only, and no rule
 * reads these, but to see whether they are blank: so a row is checked by what its messages are like, mostly without
 * parsing any of it. A row that has anything unusual in it is not recognized; it has to be read.
 *
 * What is known is in the memory of a program of WebAssembly, which reads the bytes. Where it meets what it does not know
 * it stops; that is looked at here, and told to it.
 */
export class KnownRows {
  readonly #dialect: Dialect;
  readonly #decode: Decode;
  readonly #program: RowProgram;
  readonly #memory: ProgramMemory;
  readonly #shapes: MessageShapes;
  /** What follows the last message of rows: their members but for messages, by the number of the end. */
  readonly #ends: JsonObject[] = [];
  /** What rows turn out to be, by number; and those of the rows in the list for which that is not remembered. */
  readonly #outcomes: TextlessCheck[] = [];
  readonly #passing: TextlessCheck[] = [];
  /** Of the row that is read: its messages, and the members of an end that has no number. */
  readonly #messages: RowMessages;
  #members: JsonObject = {};
  /** Holds copies of chunks that are elsewhere. */
  #copies: Uint8Array | undefined;
  /** Where the chunk starts in the program's memory, 0 where it is not there, and where it ends. */
  #chunk = 0;
  #chunkEnd = 0;
  /** Where the list of rows is. */
  readonly #rows: number;
  /** A row that turned out not to be recognized. */
  #refused = -1;
  #misses = 0;

  constructor(target: TargetFacts, decode: Decode, program: RowProgram, memory: ProgramMemory) {
    this.#dialect = { format: 'chat', target };
    this.#decode = decode;
    this.#program = program;
    this.#memory = memory;
    this.#rows = program.rowList();
    this.#shapes = new MessageShapes(program, memory, messagePath);
    this.#messages = new RowMessages(program, memory, this.#shapes, decode);
  }

  /** Undefined where this machine cannot run the program. */
  static of(target: TargetFacts, decode: Decode): KnownRows | undefined {
    let memory: ProgramMemory | undefined;
    const isObjectText = (from: number, to: number): boolean =>
      memory !== undefined && isJsonObject(JSON.parse(decode(memory.bytes, from, to)) as string);
    const program = createRowProgram({ emptyListHash, isObjectText });
    memory = program && new ProgramMemory(program);
    return program && memory && new KnownRows(target, decode, program, memory);
  }

  /** Where files are read to, so that `use` need not copy them. */
  get buffers(): Buffers {
    return this.#memory;
  }

  /** The next rows are in `chunk`; none of them has more bytes than `mostBytes`. Of one longer than `chunkBytes` none is recognized. */
  use(chunk: Uint8Array, mostBytes = Infinity): void {
    this.#chunk = this.#memory.holds(chunk) ? chunk.byteOffset : this.#copy(chunk);
    this.#chunkEnd = this.#chunk + chunk.length;
    this.#refused = -1;
    if (this.#chunk !== 0) this.#program.useChunk(this.#chunkEnd, Math.min(mostBytes, maxInteger));
  }

  /** Where the copy is; 0 where there is no room for one. */
  #copy(chunk: Uint8Array): number {
    const copies = (this.#copies ??= this.#memory.take());
    if (!copies || chunk.length > copies.length) return 0;
    copies.set(chunk);
    return copies.byteOffset;
  }

  /** Reads rows from `from` on as far as they are recognized. Returns how many. More may follow at `next`. */
  recognize(from: number): number {
    if (this.#chunk === 0 || from === this.#refused) return 0;
    if (this.#misses > maxMisses && this.#misses++ % seldom !== 0) return 0;
    const program = this.#program;
    this.#passing.length = 0;
    let stop = program.readRows(this.#chunk + from);
    while (stop !== stops.full && stop !== stops.unreadable) stop = this.#goOn(stop);
    const count = program.listedRows();
    if (count > 0) this.#misses = 0;
    if (stop === stops.unreadable) {
      this.#misses++;
      this.#refused = this.next;
    }
    return count;
  }

  /** Where the row starts that follows those which were recognized. */
  get next(): number {
    return this.#program.nextRow() - this.#chunk;
  }

  /** One of the rows that were recognized. */
  row(index: number): KnownRow {
    const { view } = this.#memory;
    const at = this.#rows + index * rowBytes;
    const outcome = view.getInt32(at + 16, true);
    return {
      fingerprint: view.getFloat64(at, true),
      start: view.getInt32(at + 8, true) - this.#chunk,
      end: view.getInt32(at + 12, true) - this.#chunk,
      outcome: (outcome < 0 ? this.#passing[-1 - outcome] : this.#outcomes[outcome]) as TextlessCheck,
    };
  }

  /** Looks at what the program does not know, and has it go on. */
  #goOn(stop: Exclude<Stop, typeof stops.full | typeof stops.unreadable>): Stop {
    switch (stop) {
      case stops.atMessage:
        return this.#parseMessage();
      case stops.atEnd:
        return this.#parseEnd();
      case stops.atOutcome:
        return this.#check();
    }
  }

  /** Reads a message of no known shape, unless it has to be looked at with the whole row. */
  #parseMessage(): Stop {
    const { bytes } = this.#memory;
    const from = this.#program.place();
    const to = objectEnd(bytes, from, this.#chunkEnd);
    if (to < 0) return stops.unreadable;
    const text = this.#decode(bytes, from, to);
    const message = readPart(text, messagePath);
    if (!message) return stops.unreadable;
    const { value, look } = message;
    this.#shapes.learn(text, look);
    this.#messages.setParsed(value);
    return this.#program.addMessage(to, look.sum.low, look.sum.high);
  }

  /** Reads what stands after the messages. */
  #parseEnd(): Stop {
    const { bytes } = this.#memory;
    const from = this.#program.place();
    const to = lineEnd(bytes, from, this.#chunkEnd);
    if (to < 0) return stops.unreadable;
    const text = this.#decode(bytes, from, to);
    const row = readPart(`{"messages":[${text}`);
    if (!row) return stops.unreadable;
    const { messages: _, ...members } = row.value;
    const { sum } = row.look;
    sum.remove(emptyListHash);
    this.#members = members;
    return this.#program.addRowEnd(this.#rememberEnd(text, sum), to - from, sum.low, sum.high);
  }

  /** The number of an end; `notRemembered` where there are many already. */
  #rememberEnd(text: string, { low, high }: Fingerprint): number {
    if (this.#ends.length === maxEnds) return notRemembered;
    const added = this.#memory.add(text);
    if (!added) return notRemembered;
    this.#ends.push(this.#members);
    return this.#program.addEnd(added.address, added.length, low, high);
  }

  /** Checks a row that is like no other. */
  #check(): Stop {
    const program = this.#program;
    const members = this.#ends[program.endNumber()] ?? this.#members;
    const outcome = new TextlessCheck({ messages: this.#messages.all(), ...members }, this.#dialect);
    if (program.remember(this.#outcomes.length)) return program.addOutcome(this.#outcomes.push(outcome) - 1);
    return program.addOutcome(-this.#passing.push(outcome));
  }
}

/**
 * The known rows of each target, kept from one file, or part of one, to the next: what is known of rows holds for all of
 * them. Several may be checked at a time, since each chunk is checked at a stretch.
 */
export class KnownRowsByTarget {
  readonly #decode: Decode;
  readonly #byTarget = new Map<Target, KnownRows | undefined>();

  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /** Undefined where this machine has none: every row is to be read. */
  of(target: Target): KnownRows | undefined {
    if (!this.#byTarget.has(target)) this.#byTarget.set(target, KnownRows.of(targets[target], this.#decode));
    return this.#byTarget.get(target);
  }
}
