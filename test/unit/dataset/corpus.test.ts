import assert from 'node:assert/strict';
import { ruleIds } from '../../../src/dataset/problems.ts';
import { checkCorpusFile, needsCounter } from './corpusCheck.ts';
import { corpusFiles, largeCases } from './support.ts';

describe('the corpus', () => {
  const files = corpusFiles();

  it('has a case for every rule, of which some are too large for a file', () => {
    const covered = new Set([...files.flatMap(({ expected }) => expected), ...largeCases()].map(({ rule }) => rule));
    assert.deepEqual(
      ruleIds.filter((rule) => !covered.has(rule)),
      [],
    );
  });

  for (const file of files.filter((file) => !needsCounter(file))) {
    it(`${file.name} has the expected problems as a file and as a document, and no others`, () =>
      checkCorpusFile(file, () => assert.fail('No row is so long that it has to be counted.')));
  }
});
