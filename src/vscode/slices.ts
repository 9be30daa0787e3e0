import { pause, type Clock } from '../common/time.ts';

/** Milliseconds: the longest stretch of work at once, unless one step of it is longer. */
const slice = 8;

/**
 * Does `work` in slices, so that the extension host stays responsive, and returns its result; undefined as soon as nobody
 * wants it any more.
 */
export async function inSlices<T>(
  work: Generator<void, T, void>,
  clock: Clock,
  isStale: () => boolean,
): Promise<T | undefined> {
  for (let end = clock.now() + slice; ;) {
    const step = work.next();
    if (step.done) return step.value;
    if (clock.now() < end) continue;
    await pause(clock, 0);
    if (isStale()) return undefined;
    end = clock.now() + slice;
  }
}
