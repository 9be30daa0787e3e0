import assert from 'node:assert/strict';
import { AnswerText } from '../../../../src/engines/baseline/answerText.ts';

/** What is shown after each part, and at the end. */
function shown(stops: string[], ...parts: (string | Uint8Array)[]): string[] {
  const text = new AnswerText(stops);
  const deltas = parts.map((part) => text.add(typeof part === 'string' ? Buffer.from(part) : part));
  return [...deltas, text.end()];
}

describe('the text of an answer', () => {
  it('comes as it is made', () => assert.deepEqual(shown([], 'a', ' b'), ['a', ' b', '']));

  it('shows whole characters only', () => {
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    assert.deepEqual(shown([], first, second), ['', 'é', '']);
    assert.deepEqual(shown([], first), ['', '\ufffd']);
  });

  it('ends before the first stop string, wherever tokens are cut', () => {
    assert.deepEqual(shown(['STOP'], 'one ST', 'OP two'), ['one ', '', '']);
    assert.deepEqual(shown(['b', 'aX'], 'yaXb'), ['y', '']);
  });

  it('gives back what only looked like a stop string', () => {
    assert.deepEqual(shown(['STOP'], 'ST', 'AR', 'S'), ['', 'STAR', '', 'S']);
  });

  it('does not stop at an empty stop string', () => assert.deepEqual(shown([''], 'a'), ['a', '']));
});
