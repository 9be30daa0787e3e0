import { pause } from '../common/time.ts';
import { answerStatus, askedWait, isPassing } from './failure.ts';
import { waitAfter, type Patience } from './retry.ts';

/** Tries of one request for which the service asks no time. */
const mostTries = 10;

/** Milliseconds that one request waits in all because the service asks for it; for more the next run goes on. */
const longestAskedWait = 30 * 60_000;

/** Statuses that ask all requests to wait, not only the one that was answered so. */
const forAll: readonly (number | undefined)[] = [429, 503];

/** Sends requests as fast as the service likes: what it asks of one to wait holds for all. */
export class Pace {
  readonly #patience: Patience;
  /** Milliseconds since 1970. */
  #notBefore = 0;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  /** The answer to a request that may be sent again; it is while that may help. Throws what the last try did. */
  async ask<T>(request: () => Promise<T>, mayPass: (error: unknown) => boolean = isPassing): Promise<T> {
    const { clock, random, signal } = this.#patience;
    let [tries, waited] = [0, 0];
    for (;;) {
      await this.#turn();
      signal.throwIfAborted();
      try {
        return await request();
      } catch (error) {
        signal.throwIfAborted();
        const asked = askedWait(error);
        waited += asked;
        if (asked === 0) tries++;
        if (tries >= mostTries || waited > longestAskedWait || !mayPass(error)) throw error;
        const wait = Math.max(asked, waitAfter(Math.max(tries, 1), random));
        if (forAll.includes(answerStatus(error))) this.#notBefore = Math.max(this.#notBefore, clock.now() + wait);
        else await pause(clock, wait, signal);
      }
    }
  }

  async #turn(): Promise<void> {
    const { clock, signal } = this.#patience;
    for (let now = clock.now(); now < this.#notBefore; now = clock.now()) {
      await pause(clock, this.#notBefore - now, signal);
    }
  }
}
