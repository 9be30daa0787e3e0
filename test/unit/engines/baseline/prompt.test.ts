import assert from 'node:assert/strict';
import { mostPromptFeatures, readMessage, readPrompt } from '../../../../src/engines/baseline/prompt.ts';
import { Rarity } from '../../../../src/engines/baseline/rarity.ts';

const read = (...messages: [role: string, content: string][]): ReadonlyMap<number, number> =>
  readPrompt(messages.map(([role, content]) => readMessage({ role, content })));

const shared = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number =>
  Array.from(a.keys()).filter((hash) => b.has(hash)).length;

describe('the features of a conversation', () => {
  it('know words in any case and place, and words by their beginning', () => {
    assert.equal(shared(read(['user', 'My THROAT hurts']), read(['user', 'a sore throat'])), 2);
    assert.equal(shared(read(['user', 'coughing']), read(['user', 'coughed'])), 1);
  });

  it('tell the last question, earlier turns and instructions apart', () => {
    const last = read(['user', 'ear']);
    assert.equal(shared(last, read(['system', 'ear'], ['user', 'x'])), 0);
    assert.equal(shared(last, read(['user', 'ear'], ['assistant', 'yes'], ['user', 'x'])), 0);
    assert.equal(shared(last, read(['assistant', 'yes'], ['user', 'ear'], ['tool', 'result'])), 1);
  });

  it('stay bounded in a long conversation', () => {
    const long = (kind: string): string => Array.from({ length: 5_000 }, (_, index) => `${kind}${index}x`).join(' ');
    assert.ok(
      read(['system', long('s')], ['user', long('a')], ['assistant', long('b')], ['user', long('c')]).size < 10_000,
    );
  });
});

describe('the rarity of features', () => {
  const rarity = new Rarity();
  const texts = [
    'please help my knee',
    'please help my knee',
    'please fix a wrist',
    'please the elbow',
    'please mind the gap',
  ];
  for (const text of texts) rarity.add(read(['user', text]));
  const valueOf = (word: string): number => {
    const prompt = rarity.weigh(read(['user', 'please help my knee the wrist nonsense']));
    const [hash] = read(['user', word]).keys();
    const at = prompt.hashes.indexOf(hash!);
    return at < 0 ? 0 : prompt.values[at]!;
  };

  it('drops what every prompt has and what none had', () => {
    assert.equal(valueOf('please'), 0);
    assert.equal(valueOf('nonsense'), 0);
  });

  it('gives words that half of the prompts share less than rarer ones', () => {
    const common = new Rarity();
    for (let index = 0; index < 40; index++) common.add(read(['user', index % 2 ? 'often' : index % 8 ? 'x' : 'rare']));
    const { values } = common.weigh(read(['user', 'often rare']));
    assert.ok(values[0]! > 3 * values[1]!);
  });

  it('keeps the most telling ones of a long prompt, all prompts at the same energy', () => {
    const long = Array.from(
      { length: 500 },
      (_, index) => `w${'abcdefghij'[index % 10]}${'klmnopqrst'[Math.floor(index / 10) % 10]}${index}`,
    );
    const counted = new Rarity();
    counted.add(read(['user', long.join(' ')]));
    counted.add(read(['user', 'other']));
    const { values } = counted.weigh(read(['user', long.join(' ')]));
    assert.equal(values.length, mostPromptFeatures);
    for (const prompt of [values, counted.weigh(read(['user', 'other'])).values]) {
      assert.ok(Math.abs(prompt.reduce((sum, value) => sum + value * value, 0) - 12) < 1e-3);
    }
  });

  it('adds up over jobs', () => {
    const both = rarity.plus(rarity);
    assert.equal(both.prompts, 10);
    assert.equal(
      both.counts.reduce((sum, count) => sum + count),
      2 * rarity.counts.reduce((sum, count) => sum + count),
    );
  });
});
