import { pause, type Clock } from '../common/time.ts';
import { askedWait } from './failure.ts';

/** Time and chance, as they are handed in. */
export interface Patience {
  readonly clock: Clock;
  /** From 0 to 1 (exclusive). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Half a second, doubled up to eight, less up to a quarter: as OpenAI's own clients wait (openai-node, 2026-11). */
const waits = { first: 500, longest: 8000, jitter: 0.25 };

/** Milliseconds; who asks for more is not waited for: the person is told. */
const longestAskedWait = 60_000;

/** Milliseconds to wait before the next try; `tries` have been made. */
export function waitAfter(tries: number, random: () => number): number {
  const wait = Math.min(waits.first * 2 ** (tries - 1), waits.longest);
  return wait * (1 - waits.jitter * random());
}

/** Does the work up to `tries` times, as long as it fails in a way that may pass. Only for what may be done twice. */
export async function retrying<T>(
  work: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  { clock, random, signal }: Patience,
  tries = 5,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    let wait: number;
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const asked = askedWait(error);
      if (tried >= tries || asked > longestAskedWait || !mayPass(error)) throw error;
      wait = Math.max(asked, waitAfter(tried, random));
    }
    await pause(clock, wait, signal);
  }
}
