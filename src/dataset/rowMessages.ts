import type { Decode } from './bytes.ts';
import type { JsonObject } from './formats.ts';
import type { MessageShapes } from './messageShapes.ts';
import type { ProgramMemory } from './programMemory.ts';
import { idBytes, traceBytes, type RowProgram } from './rowProgram.ts';

/** The messages of the row that the program reads, as far as it has come, with texts that stand for any. */
export class RowMessages {
  readonly #program: RowProgram;
  readonly #memory: ProgramMemory;
  readonly #shapes: MessageShapes;
  readonly #decode: Decode;
  /** Messages of no known shape, by their place. */
  readonly #parsed: JsonObject[] = [];

  constructor(program: RowProgram, memory: ProgramMemory, shapes: MessageShapes, decode: Decode) {
    this.#program = program;
    this.#memory = memory;
    this.#shapes = shapes;
    this.#decode = decode;
  }

  /** The message at the place where the program has stopped was parsed. */
  setParsed(message: JsonObject): void {
    this.#parsed[this.#program.messageCount()] = message;
  }

  all(): readonly JsonObject[] {
    const program = this.#program;
    const { view } = this.#memory;
    const messages: JsonObject[] = [];
    let at = program.messageTrace();
    for (let place = 0, id = 0; place < program.messageCount(); place++, at += traceBytes) {
      const shape = view.getInt32(at, true);
      const end = view.getInt32(at + 4, true);
      const message = shape < 0 ? this.#parsed[place] : this.#message(shape, numbers(id, end));
      if (message) messages.push(message);
      id = end;
    }
    return messages;
  }

  #message(shape: number, ids: readonly number[]): JsonObject | undefined {
    const program = this.#program;
    const shapes = this.#shapes;
    // A message that was parsed may have the same ids.
    if (program.hasParsed() !== 0) {
      const written = ids.map((id) => this.#id(id));
      return shapes.messageOf(shape, written);
    }
    const equal = ids.map((id) => program.firstEqualId(id));
    return shapes.messageWith(shape, equal);
  }

  #id(id: number): string {
    const { bytes, view } = this.#memory;
    const at = this.#program.idPlaces() + id * idBytes;
    return this.#decode(bytes, view.getInt32(at, true), view.getInt32(at + 4, true));
  }
}

function numbers(from: number, to: number): readonly number[] {
  const numbers: number[] = [];
  for (let number = from; number < to; number++) numbers.push(number);
  return numbers;
}
