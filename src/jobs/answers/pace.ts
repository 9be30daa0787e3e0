import { pause } from '../../common/time.ts';
import { answerStatus, askedWait, isPassing } from '../failure.ts';
import { waitAfter, type Patience } from '../retry.ts';

/** Times that a request is made that fails in a way that may pass, and is not told to wait. */
const tries = 5;

/** Milliseconds. Azure's smallest deployments take one request a minute. */
const longestAskedWait = 10 * 60_000;

/**
 * Asks again what may succeed later. A service that says how long to wait is obeyed by all requests together, as often as
 * it says so.
 */
export class Pace {
  readonly #patience: Patience;
  readonly #stopping = new AbortController();
  #notBefore = 0;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** Ends all requests that are under way or wait. */
  stop(): void {
    this.#stopping.abort();
  }

  async ask<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, random } = this.#patience;
    const signal = AbortSignal.any([this.#patience.signal, this.#stopping.signal]);
    for (let failed = 0; ;) {
      while (clock.now() < this.#notBefore) await pause(clock, this.#notBefore - clock.now(), signal);
      try {
        return await request(signal);
      } catch (error) {
        signal.throwIfAborted();
        const asked = askedWait(error);
        if (!isPassing(error) || asked > longestAskedWait) throw error;
        const isToldToWait = answerStatus(error) === 429 && asked > 0;
        if (!isToldToWait && ++failed >= tries) throw error;
        this.#notBefore = Math.max(this.#notBefore, clock.now() + Math.max(asked, waitAfter(failed || 1, random)));
      }
    }
  }
}
