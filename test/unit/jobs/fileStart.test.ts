import assert from 'node:assert/strict';
import { startOf } from '../../../src/jobs/fileStart.ts';

/** An answer that comes in these pieces; counts those that were asked for. */
function answer(...pieces: readonly Uint8Array[]) {
  const left = [...pieces];
  const seen = { pulled: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = left.shift();
        seen.pulled++;
        if (next) controller.enqueue(next);
        else controller.close();
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { response: new Response(body), seen };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('The start of a file', () => {
  it('is all of it where it is small, whatever pieces it comes in', async () => {
    const [first, second] = [bytes('größe').subarray(0, 3), bytes('größe').subarray(3)];
    const { response } = answer(first, second);
    assert.deepEqual(await startOf(response, 7), { text: 'größe', isWhole: true });
  });

  it('ends at the limit, without half a character, and nothing more is loaded', async () => {
    const { response, seen } = answer(bytes('aaß'), bytes('never'), bytes('never'));
    assert.deepEqual(await startOf(response, 3), { text: 'aa', isWhole: false });
    assert.deepEqual(seen, { pulled: 1, isCancelled: true });
  });

  it('is empty where there is nothing', async () => {
    assert.deepEqual(await startOf(new Response(null), 3), { text: '', isWhole: true });
  });
});
