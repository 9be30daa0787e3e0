import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { countTokens as countCl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { countTokens as countO200k } from 'gpt-tokenizer/encoding/o200k_base';
import { encodings, type Encoding } from '../../../../src/dataset/tokens/encoding.ts';
import { anyCharacter } from '../../../support/anyCharacter.ts';
import { counterOf } from '../../../support/tokens.ts';

const corpus = join(import.meta.dirname, '../../../fixtures/corpus');
const asText = { disallowedSpecial: new Set<string>() };

/** Tokens as gpt-tokenizer counts them. */
const expected = (encoding: Encoding, text: string): number =>
  encoding === 'o200k_base' ? countO200k(text, asText) : countCl100k(text, asText);

/** Characters in which patterns change their mind, and words of several kinds. */
const edges = [
  ['a', 'B', 'é', 'É', 'ß', 'ǅ', 'ʰ', '漢', 'ア', 'ー', '\u0301', '1', '٣', 'Ⅷ', '½', '\u{1d400}', '\u{1d7ce}'],
  [' ', '  ', '\t', '\n', '\r', '\r\n', '\u00a0', '\u2028', '\u3000', '\0', '\u007f', '\ud800', '\udc00'],
  ["'", "'s", "'S", "'ll", "'Ve", "'rE", "'d", "'x", '/', '//', '.', '!!', '-', '_', '{"', '": "', '<|endoftext|>'],
  ['the', ' hello', 'World', 'HTTPServer', 'foo_bar', 'мир', '你好', 'مرحبا', 'हिन्दी', 'ไทย', '😀', '👨‍👩‍👧', '🇩🇪'],
].flat();

// U+FEFF and U+0085 stand apart: gpt-tokenizer takes JavaScript's white space for that of tiktoken, and loses U+FEFF.
const fuzzed = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...edges) }, fc.string({ unit: anyCharacter, maxLength: 3 })),
    {
      maxLength: 16,
    },
  )
  .map((parts) => parts.join('').replace(/[\ufeff\u0085]/g, ' '));

/** Every text of a JSON value. */
function* texts(value: unknown): Generator<string, void, void> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* texts(part);
}

function* corpusTexts(): Generator<string, void, void> {
  for (const folder of ['valid', 'invalid']) {
    for (const name of readdirSync(join(corpus, folder))) {
      const file = readFileSync(join(corpus, folder, name), 'utf8').replace('\ufeff', '');
      for (const line of file.split('\n')) {
        yield line;
        try {
          yield* texts(JSON.parse(line));
        } catch {
          // Its text as a whole was one.
        }
      }
    }
  }
}

for (const encoding of encodings) {
  describe(`Counting tokens of ${encoding}`, () => {
    it('counts every text of the corpus as gpt-tokenizer does', async () => {
      const counter = await counterOf(encoding);
      let count = 0;
      for (const text of new Set(corpusTexts())) {
        count++;
        const wanted = expected(encoding, text);
        if (counter.count(text) !== wanted) assert.equal(counter.count(text), wanted, text.slice(0, 200));
      }
      assert.ok(count > 1000);
    });

    it('counts fuzzed text as gpt-tokenizer does', async () => {
      const counter = await counterOf(encoding);
      const isEqual = (text: string): void => assert.equal(counter.count(text), expected(encoding, text));
      fc.assert(fc.property(fuzzed, isEqual), { numRuns: 1500 });
    });

    it('merges long pieces as it merges short ones', async () => {
      const counter = await counterOf(encoding);
      const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '漢', 'ن'), minLength: 60, maxLength: 400 });
      fc.assert(
        fc.property(letters, (text) => assert.equal(counter.count(text), expected(encoding, text))),
        { numRuns: 100 },
      );
    });

    it('takes a text of any length in a time that grows hardly faster', async () => {
      const counter = await counterOf(encoding);
      const length = 100_000;
      const random = (at: number): string => String.fromCharCode(0x4e00 + ((at * at * 31) % 20_000));
      const hard: readonly (readonly [name: string, text: string])[] = [
        ...['a', 'A', ' ', '=', '漢', '\n'].map((character) => [character, character.repeat(length)] as const),
        ['emoji', '😀'.repeat(length / 2)],
        ['han', Array.from({ length }, (_, at) => random(at)).join('')],
        ['marks', '\u0301A'.repeat(length / 2)],
        ['lines', ' \n'.repeat(length / 2)],
        ['capitals', `漢${'A'.repeat(length)}`],
      ];
      for (const [name, text] of hard) {
        const start = process.cpuUsage();
        assert.ok(counter.count(text) > 0);
        // A search through all pairs for every merge takes seconds. The margin is for busy machines.
        assert.ok(process.cpuUsage(start).user < 500_000, `${name}: ${process.cpuUsage(start).user / 1000} ms`);
      }
    });
  });
}

describe('Counting tokens', () => {
  it('takes the marks of models in data for text', async () => {
    const counter = await counterOf('o200k_base');
    assert.equal(counter.count('<|endoftext|>'), countO200k('<|endoftext|>', asText));
    assert.ok(counter.count('<|endoftext|>') > 1);
  });

  it('sees white space as tiktoken does where JavaScript sees it otherwise', async () => {
    const counter = await counterOf('cl100k_base');
    // Counts of tiktoken 1.0.22 for npm.
    assert.deepEqual(
      ['\ufeff\ufeff.', 'a \u0085b', ".'ſx"].map((text) => counter.count(text)),
      [3, 5, 4],
    );
  });

  it('counts a text that comes again as it did at first, however many there are', async () => {
    const counter = await counterOf('o200k_base');
    const texts = Array.from({ length: 600 }, (_, at) => `text ${at % 300} ${'x '.repeat(at % 7)}`);
    for (const text of texts) assert.equal(counter.countRepeated(text), counter.count(text));
  });

  it('counts nothing where there is no text', async () => {
    assert.equal((await counterOf('o200k_base')).count(''), 0);
  });
});
