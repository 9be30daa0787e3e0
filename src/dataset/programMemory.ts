import type { RowProgram } from './rowProgram.ts';

const utf8 = new TextEncoder();

/** Bytes in the memory of the program that recognizes rows, which may move when anything is added to it. */
export class ProgramMemory {
  readonly #program: Pick<RowProgram, 'memory' | 'allocate'>;
  #bytes = new Uint8Array();
  #view = new DataView(new ArrayBuffer());

  constructor(program: Pick<RowProgram, 'memory' | 'allocate'>) {
    this.#program = program;
  }

  /** All of them: the place of one is its address. */
  get bytes(): Uint8Array {
    this.#keepUp();
    return this.#bytes;
  }

  get view(): DataView {
    this.#keepUp();
    return this.#view;
  }

  /** Puts a text there in UTF-8, for good. */
  add(text: string): { readonly address: number; readonly length: number } {
    const bytes = utf8.encode(text);
    const address = this.#program.allocate(bytes.length);
    this.bytes.set(bytes, address);
    return { address, length: bytes.length };
  }

  #keepUp(): void {
    const { buffer } = this.#program.memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
