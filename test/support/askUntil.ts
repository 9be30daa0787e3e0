import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again; resolves with the first answer that is as wanted. Rejects with the last answer after 100 seconds, before
 * mocha's limit: mocha only reports a test that takes too long, and what it waits for would go on and keep the process.
 */
export async function askUntil<T>(
  ask: () => T | Promise<T>,
  isWanted: (answer: T) => boolean,
  seconds = 100,
): Promise<T> {
  const limit = AbortSignal.timeout(seconds * 1000);
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (limit.aborted) assert.fail(`after ${seconds} s still ${JSON.stringify(answer)}`);
    await delay(10);
  }
}
