import assert from 'node:assert/strict';
import { hasByteOrderMark } from '../../../src/dataset/bytes.ts';
import { ruleIds } from '../../../src/dataset/problems.ts';
import { asExpected, checkBytes, corpusFiles, sessionOf, trainingOf, type Expected } from './support.ts';

/** Rules that are described but not checked yet, by area or name. */
const unchecked = [
  'file/needs-uploads-api',
  'file/too-large',
  'tokens/over-limit',
  'vision/image-too-large',
  'vision/too-many-image-examples',
  'rft/too-many-examples',
];
const checkedRules = ruleIds.filter((rule) => !unchecked.some((start) => rule.startsWith(start)));
const implemented: ReadonlySet<string> = new Set(checkedRules);
/** Only a file has bytes that are not UTF-8; an editor has already replaced them. */
const ofBytes = new Set(['file/encoding']);

const isImplemented = ({ rule }: Expected): boolean => implemented.has(rule);

describe('the corpus', () => {
  const files = corpusFiles();

  it('has a case for every rule that is checked', () => {
    const covered = new Set(files.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
    assert.deepEqual(
      checkedRules.filter((rule) => !covered.has(rule)),
      [],
    );
  });

  for (const { name, bytes, trainingFile, expected, ...file } of files) {
    it(`${name} has the expected problems as a file and as a document, and no others`, async () => {
      const wanted = expected.filter(isImplemented);
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
