import type { Clock } from '../common/time.ts';

/** How far a transfer is. */
export interface TransferState {
  /** Bytes. */
  readonly sent: number;
  readonly total: number;
  /** Undefined until it can be told. */
  readonly secondsLeft: number | undefined;
}

/** Milliseconds: how often a person is told, and after what time the speed says something. */
const times = { report: 200, settle: 1000 };

/** Follows transfers, one file after the other, and tells from time to time how far the present one is. */
export class Transfer {
  readonly #clock: Clock;
  #total = -1;
  #start = { at: 0, sent: 0 };
  #reportedAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The state, unless it was told a moment ago. */
  at(sent: number, total: number): TransferState | undefined {
    const now = this.#clock.now();
    const isNew = total !== this.#total || sent < this.#start.sent;
    if (isNew) {
      this.#total = total;
      this.#start = { at: now, sent };
    }
    if (!isNew && sent < total && now - this.#reportedAt < times.report) return undefined;
    this.#reportedAt = now;
    const elapsed = now - this.#start.at;
    const speed = (sent - this.#start.sent) / elapsed;
    const isTold = elapsed >= times.settle && speed > 0;
    return { sent, total, secondsLeft: isTold ? Math.ceil((total - sent) / speed / 1000) : undefined };
  }
}
