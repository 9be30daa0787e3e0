import assert from 'node:assert/strict';
import { DocumentTokens } from '../../../../src/vscode/dataset/documentTokens.ts';
import { FakeClock, settle } from '../../../support/fakeClock.ts';

/** A document whose rows have as many tokens as letters, and what was asked of the counter. */
function counting(rows: string[]) {
  const clock = new FakeClock();
  const asked: (readonly string[])[] = [];
  const failures: unknown[] = [];
  let changes = 0;
  let answer = (batch: readonly string[]): Promise<readonly number[]> =>
    Promise.resolve(batch.map((row) => row.length));
  const document = {
    get lineCount() {
      return rows.length;
    },
    lineAt: (line: number) => ({ text: rows[line] ?? '' }),
  };
  const tokens = new DocumentTokens(document, {
    count(batch, signal) {
      asked.push(batch);
      signal.throwIfAborted();
      return answer(batch);
    },
    clock,
    run(work) {
      work().catch((error: unknown) => failures.push(error));
    },
    changed: () => changes++,
  });
  /** Lets time pass until nothing is left to do. */
  const rest = async (): Promise<void> => {
    for (await settle(); clock.nextDelay !== undefined; await settle()) clock.advance(clock.nextDelay);
  };
  return {
    tokens,
    rows,
    asked,
    failures,
    clock,
    rest,
    changes: () => changes,
    answerWith: (next: typeof answer) => (answer = next),
  };
}

describe('Tokens of a document', () => {
  it('are counted row by row and in all', async () => {
    const { tokens, rest } = counting(['a', 'bb', '']);
    assert.equal(tokens.of(0), undefined);
    assert.equal(tokens.total, undefined);
    await rest();
    assert.deepEqual([tokens.of(0), tokens.of(1), tokens.of(2), tokens.total], [1, 2, 0, 3]);
    assert.equal(tokens.of(3), undefined);
  });

  it('are counted first where somebody asks', async () => {
    const { tokens, asked, rest } = counting(Array.from({ length: 100 }, (_, i) => 'x'.repeat(20_000 + i)));
    tokens.of(70);
    tokens.of(71);
    await rest();
    assert.deepEqual(
      asked[0]?.map(({ length }) => length),
      [20_070, 20_071],
    );
    assert.ok(asked.length > 5, 'all in one batch');
  });

  it('count each text once, also when rows move', async () => {
    const { tokens, rows, asked, rest } = counting(['a', 'bb', 'a']);
    await rest();
    assert.equal(tokens.total, 4);
    rows.unshift('ccc');
    tokens.recount();
    assert.equal(tokens.total, undefined);
    await rest();
    assert.equal(tokens.total, 7);
    assert.deepEqual(asked.slice(1), [['ccc']]);
  });

  it('wait until typing rests', async () => {
    const { tokens, rows, asked, clock, rest } = counting(['a']);
    await rest();
    for (const typed of ['ab', 'abc', 'abcd']) {
      rows[0] = typed;
      tokens.recount();
      tokens.of(0);
      clock.advance(100);
    }
    await rest();
    assert.deepEqual(asked, [['a'], ['abcd']]);
    assert.equal(tokens.of(0), 4);
  });

  it('are those of the newest text when it changes while they are counted', async () => {
    const { tokens, rows, answerWith, rest, clock } = counting(['a', 'bb']);
    let go = (): void => undefined;
    answerWith((batch) => new Promise((resolve) => (go = () => resolve(batch.map((row) => row.length)))));
    clock.advance(0);
    rows[1] = 'cccc';
    tokens.recount();
    answerWith((batch) => Promise.resolve(batch.map((row) => row.length)));
    go();
    await rest();
    assert.equal(tokens.total, 5);
  });

  it('tell when more is known, and no more once they are disposed', async () => {
    const { tokens, changes, failures, clock, rest } = counting(['a']);
    clock.advance(0);
    tokens.dispose();
    await rest();
    assert.equal(changes(), 0);
    assert.equal((failures[0] as Error).name, 'AbortError');
  });

  it('are asked for again after a failure', async () => {
    const { tokens, failures, answerWith, rest } = counting(['a']);
    answerWith(() => Promise.reject(new Error('ended')));
    await rest();
    assert.equal(failures.length, 1);
    answerWith((batch) => Promise.resolve(batch.map((row) => row.length)));
    tokens.of(0);
    await rest();
    assert.deepEqual([tokens.of(0), tokens.total], [1, 1]);
  });
});
