import type { Disposable } from '../common/disposable.ts';
import type { Clock } from '../common/time.ts';

/** Notices when nobody has asked anything for a while and nothing is left to do. */
export class IdleWatch implements Disposable {
  readonly #clock: Clock;
  readonly #period: number;
  readonly #isBusy: () => boolean;
  readonly #onIdle: () => void;
  #openRequests = 0;
  #timer: Disposable | undefined;

  /** Calls `onIdle` once, when the last request is `period` milliseconds ago and `isBusy` says no. */
  constructor(clock: Clock, period: number, isBusy: () => boolean, onIdle: () => void) {
    this.#clock = clock;
    this.#period = period;
    this.#isBusy = isBusy;
    this.#onIdle = onIdle;
    this.#wait();
  }

  /** To be told whenever a request comes in or is done. */
  onActivity(openRequests: number): void {
    this.#openRequests = openRequests;
    this.#wait();
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #wait(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(this.#period, () => {
      if (this.#openRequests > 0 || this.#isBusy()) this.#wait();
      else this.#onIdle();
    });
  }
}
