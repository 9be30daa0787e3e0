import type { Clock } from '../common/time.ts';
import type { Output } from './usage.ts';

/** Milliseconds between two texts: on a screen, and in a log. */
const every = { screen: 100, log: 10_000 };

/** Tells how far something is: on a terminal in one line that changes, elsewhere in a line now and then. */
export class ProgressLine {
  readonly #output: Output;
  readonly #clock: Clock;
  #shownAt = -Infinity;
  #isShown = false;

  constructor(output: Output, clock: Clock) {
    this.#output = output;
    this.#clock = clock;
  }

  show(text: string): void {
    const { isTTY, columns } = this.#output;
    const now = this.#clock.now();
    if (now - this.#shownAt < (isTTY ? every.screen : every.log)) return;
    this.#shownAt = now;
    this.#isShown = isTTY === true;
    // A line that wraps could not be written over. Some terminals say that they have no columns.
    this.#output.write(isTTY ? `\r${text.slice(0, (columns || 80) - 1)}\u001B[K` : `${text}\n`);
  }

  /** Leaves the screen as it was. */
  end(): void {
    if (this.#isShown) this.#output.write('\r\u001B[K');
    this.#isShown = false;
  }
}
