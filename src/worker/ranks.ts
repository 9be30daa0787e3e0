import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCounter, type TokenCounter } from '../dataset/tokens/counter.ts';
import type { Encoding } from '../dataset/tokens/encoding.ts';

/** Counters of tokens, each made when it is first asked for: its table takes about 20 ms and 10 MB. */
export class Counters {
  readonly #folder: string;
  readonly #counters = new Map<Encoding, TokenCounter>();

  /** `folder` holds the files with the tokens of encodings, `ENCODING.ranks`, as the build makes them. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  of(encoding: Encoding): TokenCounter {
    let counter = this.#counters.get(encoding);
    if (!counter) {
      counter = createCounter(encoding, readFileSync(join(this.#folder, `${encoding}.ranks`)));
      this.#counters.set(encoding, counter);
    }
    return counter;
  }
}
