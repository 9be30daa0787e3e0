import assert from 'node:assert/strict';
import { hasByteOrderMark } from '../../../src/dataset/bytes.ts';
import type { JsonObject } from '../../../src/dataset/formats.ts';
import { ruleIds } from '../../../src/dataset/problems.ts';
import type { DatasetSession } from '../../../src/dataset/session.ts';
import type { TokenCounter } from '../../../src/dataset/tokens/counter.ts';
import { exampleTokens } from '../../../src/dataset/tokens/exampleTokens.ts';
import { counterOf } from '../../support/tokens.ts';
import { asExpected, checkBytes, corpusFiles, largeCases, sessionOf, trainingOf } from './support.ts';

/** Only a file has bytes that are not UTF-8; an editor has already replaced them. */
const ofBytes = new Set(['file/encoding']);

/** Does what an editor does about rows that may have too many tokens. */
function countLongRows(session: DatasetSession, counter: TokenCounter): void {
  const { format } = session.summary;
  for (const text of session.uncounted) {
    if (format) session.tellTokens(text, exampleTokens(JSON.parse(text) as JsonObject, counter, format));
  }
}

describe('the corpus', () => {
  const files = corpusFiles();
  let counter: TokenCounter;
  before(async () => {
    counter = await counterOf('o200k_base');
  });

  it('has a case for every rule, of which some are too large for a file', () => {
    const covered = new Set([...files.flatMap(({ expected }) => expected), ...largeCases()].map(({ rule }) => rule));
    assert.deepEqual(
      ruleIds.filter((rule) => !covered.has(rule)),
      [],
    );
  });

  for (const { name, bytes, trainingFile, expected, ...file } of files) {
    it(`${name} has the expected problems as a file and as a document, and no others`, async () => {
      const training = files.find(({ name }) => name === trainingFile);
      const options = {
        ...file.options,
        ...(training && { training: await trainingOf(training.name, training.bytes) }),
      };
      const check = await checkBytes(bytes, { ...options, limitCounter: () => counter }, 1000);
      assert.deepEqual(check.problems.map(asExpected), expected);

      const text = new TextDecoder().decode(bytes);
      const session = sessionOf(text, { ...options, hasByteOrderMark: hasByteOrderMark(bytes) });
      countLongRows(session, counter);
      if (expected.some(({ rule }) => ofBytes.has(rule))) return;
      assert.deepEqual(session.problems, check.problems);
      const { problems, more, tokens: _, ...summary } = check;
      assert.equal(more, 0);
      assert.deepEqual(session.summary, summary);
      assert.equal(problems.length, summary.errors + summary.warnings + summary.infos);
    });
  }
});
