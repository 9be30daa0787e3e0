import type { TokenCounter } from '../../../src/dataset/tokens/counter.ts';
import { counterOf } from '../../support/tokens.ts';
import { checkCorpusFile, needsCounter } from '../../unit/dataset/corpusCheck.ts';
import { corpusFiles } from '../../unit/dataset/support.ts';

describe('the corpus', () => {
  let counter: TokenCounter;
  before(async () => {
    counter = await counterOf('o200k_base');
  });

  for (const file of corpusFiles().filter(needsCounter)) {
    it(`${file.name} has the expected problems as a file and as a document, and no others`, () =>
      checkCorpusFile(file, () => counter));
  }
});
