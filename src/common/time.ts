import { toDisposable, type Disposable } from './disposable.ts';

/** The only source of time for pure code, so that tests can hand in their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number;
  /** Runs `callback` once after `delay` milliseconds unless disposed before. */
  after(delay: number, callback: () => void): Disposable;
}

/** `YYYY-MM-DD`, in UTC, of milliseconds since 1970. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return toDisposable(() => clearTimeout(timer));
  },
};

/** Resolves after `delay` milliseconds, or rejects with the signal's reason as soon as it is aborted. */
export function pause(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = (): void => {
      timer.dispose();
      reject(signal?.reason as Error);
    };
    const timer = clock.after(delay, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
