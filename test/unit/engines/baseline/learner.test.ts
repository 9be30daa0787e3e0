import assert from 'node:assert/strict';
import { readRow } from '../../../../src/engines/baseline/conversation.ts';
import { Learner } from '../../../../src/engines/baseline/learner.ts';
import { toExample } from '../../../../src/engines/baseline/methods/supervised.ts';
import { LanguageModel, untrainedModel } from '../../../../src/engines/baseline/model.ts';
import { Predictor } from '../../../../src/engines/baseline/predictor.ts';
import { readMessage, readPrompt } from '../../../../src/engines/baseline/prompt.ts';
import { createRandom } from '../../../../src/engines/baseline/random.ts';
import { Rarity } from '../../../../src/engines/baseline/rarity.ts';
import type { Answer } from '../../../../src/engines/baseline/scorer.ts';
import { createVocabulary, WordCounter } from '../../../../src/engines/baseline/vocabulary.ts';
import { Weights } from '../../../../src/engines/baseline/weights.ts';

const pairs = [
  ['the cat purrs loudly', 'a cat, quiet'],
  ['the dog barks loudly', 'a dog, loud'],
  ['the cow moos', 'a cow, quiet'],
  ['this dog barks', 'a dog, loud'],
] as const;

/** A model that knows the words of the pairs, and the pairs as answers to learn. */
function prepare(bits = 16): { model: LanguageModel; answers: Answer[] } {
  const words = new WordCounter();
  const rarity = new Rarity();
  for (const [question, answer] of pairs) {
    words.add(answer);
    rarity.add(readPrompt([readMessage({ role: 'user', content: question })]));
  }
  const model = new LanguageModel(createVocabulary(words), rarity, new Weights(bits));
  const rows = pairs.map(([prompt, completion]) => readRow({ prompt, completion }, 'a test'));
  return { model, answers: rows.flatMap((row) => toExample(row, model)) };
}

function teach(learner: Learner, answers: readonly Answer[], rounds: number): void {
  for (let round = 0; round < rounds; round++) {
    for (const answer of answers) {
      learner.accumulate(answer, 1);
      learner.update(0.7);
    }
  }
}

function probabilities(model: LanguageModel, { prompt, tokens }: Answer, position: number): Float64Array {
  const predictor = new Predictor(model);
  predictor.start(prompt);
  predictor.turnTo(tokens, position);
  return predictor.all().map(Math.exp);
}

describe('the probabilities of the next token', () => {
  it('add up to one, untrained and trained, at every place of an answer', () => {
    const { model, answers } = prepare();
    for (const rounds of [0, 3]) {
      teach(new Learner(model), answers, rounds);
      for (const position of answers[0]!.tokens.keys()) {
        const all = probabilities(model, answers[0]!, position);
        assert.equal(all.length, model.vocabulary.size);
        assert.ok(Math.abs(all.reduce((sum, share) => sum + share, 0) - 1) < 1e-12);
      }
    }
  });

  it('are those of which the score is the logarithm', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    teach(learner, answers, 2);
    const answer = answers[1]!;
    const logs = Array.from(answer.tokens, (token, position) =>
      Math.log(probabilities(model, answer, position)[token]!),
    );
    const { logProbability, tokens } = learner.score(answer);
    assert.ok(Math.abs(logProbability - logs.reduce((sum, log) => sum + log, 0)) < 1e-9);
    assert.equal(tokens, answer.tokens.length);
  });

  it('decide which tokens count as correct, and the likeliest token', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    for (const rounds of [0, 1, 4]) {
      teach(learner, answers, rounds);
      for (const answer of answers) {
        let correct = 0;
        for (const [position, token] of answer.tokens.entries()) {
          const all = probabilities(model, answer, position);
          const predictor = new Predictor(model);
          predictor.start(answer.prompt);
          predictor.turnTo(answer.tokens, position);
          assert.equal(all[predictor.likeliest()], Math.max(...all));
          if (all.every((share, other) => other === token || share < all[token]! - 1e-15)) correct++;
        }
        assert.equal(learner.score(answer).correct, correct);
      }
    }
  });

  it('give the likeliest token whatever the weights are', () => {
    const { model, answers } = prepare(10);
    const random = createRandom(3);
    for (let trial = 0; trial < 10; trial++) {
      for (let place = 0; place < model.weights.values.length; place++) model.weights.values[place] = random() - 0.5;
      const predictor = new Predictor(model);
      predictor.start(answers[0]!.prompt);
      predictor.turnTo(answers[0]!.tokens, 2);
      const all = predictor.all();
      assert.equal(
        all[predictor.likeliest()],
        all.reduce((most, log) => Math.max(most, log)),
      );
    }
  });

  it('are finite for any text', () => {
    const model = untrainedModel();
    for (const completion of ['日本 \ud800 \u0000', 'word '.repeat(100), '']) {
      const [answer] = toExample(readRow({ prompt: 'x', completion }, 'a test'), model);
      assert.ok(Number.isFinite(new Learner(model).score(answer!).logProbability));
    }
  });
});

describe('learning', () => {
  it('follows the gradient of the negative log-probability', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    teach(learner, answers, 1);
    const before = model.weights.values.slice();
    const squares = learner.squares.slice();
    const answer = answers[2]!;
    learner.accumulate(answer, 1);
    learner.update(1e-3);
    const moved = Array.from(before.keys()).filter((place) => learner.squares[place] !== squares[place]);
    assert.ok(moved.length > 50);
    model.weights.values.set(before);
    for (const place of moved.filter((_, index) => index % 7 === 0)) {
      const size = Math.sqrt(learner.squares[place]! - squares[place]!);
      const loss = [1e-3, -1e-3].map((shift) => {
        model.weights.values[place] = before[place]! + shift;
        const { logProbability } = learner.score(answer);
        model.weights.values[place] = before[place]!;
        return -logProbability;
      });
      const slope = (loss[0]! - loss[1]!) / 2e-3;
      assert.ok(Math.abs(Math.abs(slope) - size) < 0.02 + 0.05 * size, `${slope} is not ±${size}`);
    }
  });

  it('raises what it learns, and lowers it where the coefficient is negative', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    const start = learner.score(answers[0]!).logProbability;
    learner.accumulate(answers[0]!, 1);
    learner.update(0.5);
    const raised = learner.score(answers[0]!).logProbability;
    learner.accumulate(answers[0]!, -1);
    learner.update(0.5);
    assert.ok(raised > start);
    assert.ok(learner.score(answers[0]!).logProbability < raised);
  });

  it('answers differently to different questions afterwards', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    teach(learner, answers, 10);
    for (const answer of answers) assert.equal(learner.score(answer).correct, answer.tokens.length);
  });

  it('changes nothing before the update', () => {
    const { model, answers } = prepare();
    const learner = new Learner(model);
    learner.accumulate(answers[0]!, 1);
    assert.ok(model.weights.values.every((value) => value === 0));
    learner.update(1);
    assert.ok(model.weights.values.some((value) => value !== 0));
  });
});
