import assert from 'node:assert/strict';
import { KnownRowsByTarget } from '../../../src/dataset/knownRows.ts';
import { checkPath } from '../../../src/worker/checkPath.ts';
import { decode } from '../../../src/worker/decode.ts';
import type { PathOptions } from '../../../src/worker/protocol.ts';
import { Counters } from '../../../src/worker/ranks.ts';
import { WorkerFixture } from '../../support/worker.ts';
import { chatRow } from '../../unit/dataset/support.ts';

const options: PathOptions = { target: 'openai', role: 'training', maxProblems: 500 };

describe('Files that are checked at a time', () => {
  const fixture = new WorkerFixture();
  after(() => fixture.dispose());

  it('have their own problems each, also where all of them share what is known of rows', async () => {
    const paths = Array.from({ length: 5 }, (_, file) => {
      const rows = Array.from({ length: 20_000 }, (_, row) => {
        const answer = { role: 'assistant', content: 'b'.repeat(100), ...(row % 40 === file ? { weight: 0 } : {}) };
        return chatRow({ role: row % 1000 === file ? 'robot' : 'user', content: `question ${row} of ${file}` }, answer);
      });
      return fixture.write(`rows-${file}.jsonl`, rows.join('\n'));
    });
    const counters = new Counters(fixture.folder);
    const alone = [];
    for (const path of paths) alone.push(await checkPath(path, options, { counters }));
    const context = { counters, knownRows: new KnownRowsByTarget(decode) };
    assert.deepEqual(await Promise.all(paths.map((path) => checkPath(path, options, context))), alone);
    assert.deepEqual(await Promise.all(paths.map((path) => checkPath(path, options, context))), alone);
  });
});
