/**
 * Turns the bytes of tokens into text that may be shown: characters are whole, and an end of the text that may be the
 * beginning of a stop string is held back until that is settled.
 */
export class AnswerText {
  readonly #stops: readonly string[];
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #held = '';
  isStopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** The text that is certain now; '' for none. Sets `isStopped` at a stop string, which is not part of the text. */
  add(bytes: Uint8Array): string {
    return this.#release(this.#decoder.decode(bytes, { stream: true }), false);
  }

  /** What was held back, at the end of the answer. */
  end(): string {
    return this.#release(this.#decoder.decode(), true);
  }

  #release(text: string, isEnd: boolean): string {
    if (this.isStopped) return '';
    const all = this.#held + text;
    const cuts = this.#stops.map((stop) => all.indexOf(stop)).filter((place) => place >= 0);
    if (cuts.length > 0) {
      this.isStopped = true;
      this.#held = '';
      return all.slice(0, Math.min(...cuts));
    }
    const safe = isEnd ? all.length : all.length - this.#longestBeginning(all);
    this.#held = all.slice(safe);
    return all.slice(0, safe);
  }

  /** Length of the longest end of `text` with which a stop string begins. */
  #longestBeginning(text: string): number {
    const longest = this.#stops.reduce((length, stop) => Math.max(length, stop.length - 1), 0);
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
