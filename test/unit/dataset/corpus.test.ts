import assert from 'node:assert/strict';
import { hasByteOrderMark } from '../../../src/dataset/bytes.ts';
import { ruleIds } from '../../../src/dataset/problems.ts';
import { asExpected, checkBytes, corpusFiles, largeCases, sessionOf, trainingOf, type Expected } from './support.ts';

/** Rules that need more than the rows: somebody has to count tokens. */
const ofTokens = 'tokens/over-limit';
/** Only a file has bytes that are not UTF-8; an editor has already replaced them. */
const ofBytes = new Set(['file/encoding']);

const isOfRows = ({ rule }: Expected): boolean => rule !== ofTokens;

describe('the corpus', () => {
  const files = corpusFiles();

  it('has a case for every rule, of which some are too large for a file', () => {
    const covered = new Set([...files.flatMap(({ expected }) => expected), ...largeCases()].map(({ rule }) => rule));
    assert.deepEqual(
      ruleIds.filter((rule) => !covered.has(rule)),
      [],
    );
  });

  for (const { name, bytes, trainingFile, expected, ...file } of files) {
    it(`${name} has the expected problems as a file and as a document, and no others`, async () => {
      const wanted = expected.filter(isOfRows);
      const training = files.find(({ name }) => name === trainingFile);
      const options = {
        ...file.options,
        ...(training && { training: await trainingOf(training.name, training.bytes) }),
      };
      const check = await checkBytes(bytes, options, 1000);
      assert.deepEqual(check.problems.map(asExpected), wanted);

      const text = new TextDecoder().decode(bytes);
      const session = sessionOf(text, { ...options, hasByteOrderMark: hasByteOrderMark(bytes) });
      if (wanted.some(({ rule }) => ofBytes.has(rule))) return;
      assert.deepEqual(session.problems, check.problems);
      const { problems, more, tokens: _, ...summary } = check;
      assert.equal(more, 0);
      assert.deepEqual(session.summary, summary);
      assert.equal(problems.length, summary.errors + summary.warnings + summary.infos);
    });
  }
});
