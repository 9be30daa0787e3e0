import type { RowProgram } from './rowProgram.ts';

const utf8 = new TextEncoder();
/** Bytes of a chunk that rows are read from, at most. Larger reads of a file are no faster. */
export const chunkBytes = 1 << 20;
/** Buffers in the memory: each file that is read at a time takes two. */
const maxBuffers = 6;

/** Buffers that a file may be read into, of `chunkBytes` bytes each. */
export interface Buffers {
  /** Undefined where there is none left. */
  take(): Uint8Array | undefined;
  /** Takes a buffer back, if it is one of these. Returns whether it is. */
  giveBack(buffer: Uint8Array): boolean;
}

/** The memory of the program that recognizes rows. */
export class ProgramMemory implements Buffers {
  /** All of its bytes: the place of one is its address. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #program: Pick<RowProgram, 'memory' | 'allocate'>;
  /** Buffers that nobody uses. */
  readonly #idle: Uint8Array[] = [];
  #buffers = 0;

  constructor(program: Pick<RowProgram, 'memory' | 'allocate'>) {
    this.#program = program;
    this.bytes = new Uint8Array(program.memory.buffer);
    this.view = new DataView(program.memory.buffer);
  }

  /** Puts a text there in UTF-8, for good. Undefined where there is no room. */
  add(text: string): { readonly address: number; readonly length: number } | undefined {
    const bytes = utf8.encode(text);
    const address = this.#program.allocate(bytes.length);
    if (address === 0) return undefined;
    this.bytes.set(bytes, address);
    return { address, length: bytes.length };
  }

  take(): Uint8Array | undefined {
    const idle = this.#idle.pop();
    if (idle || this.#buffers === maxBuffers) return idle;
    this.#buffers++;
    const address = this.#program.allocate(chunkBytes);
    return address === 0 ? undefined : this.bytes.subarray(address, address + chunkBytes);
  }

  giveBack(buffer: Uint8Array): boolean {
    if (!this.holds(buffer)) return false;
    this.#idle.push(buffer);
    return true;
  }

  /** The bytes are in this memory. */
  holds({ buffer }: Uint8Array): boolean {
    return buffer === this.bytes.buffer;
  }
}
