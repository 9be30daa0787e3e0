import assert from 'node:assert/strict';
import { Learner } from '../../../../../src/engines/baseline/learner.ts';
import { dpo, type Pair } from '../../../../../src/engines/baseline/methods/dpo.ts';
import type { Objective } from '../../../../../src/engines/baseline/methods/method.ts';
import type { LanguageModel } from '../../../../../src/engines/baseline/model.ts';
import { neverPaused, prepareRows } from '../../../../support/baselineModel.ts';
import { preferenceRows } from '../../../../support/engineRun.ts';

interface Lessons {
  readonly model: LanguageModel;
  readonly pairs: readonly Pair[];
  readonly learner: Learner;
  readonly objective: Objective<Pair>;
}

function prepare(beta = 0.1): Lessons {
  const { model, examples: pairs } = prepareRows(dpo, preferenceRows(12));
  const learner = new Learner(model);
  const settings = { n_epochs: 1, batch_size: 1, learning_rate_multiplier: 1, beta };
  return { model, pairs, learner, objective: dpo.begin({ settings, base: model, learner, seed: 1 }) };
}

async function teach({ objective, learner }: Lessons, pairs: readonly Pair[], rate: number): Promise<void> {
  await objective.learn(pairs, 1, neverPaused);
  learner.update(rate);
}

const numbers = async (
  { objective }: Lessons,
  pairs: readonly Pair[],
): Promise<Record<string, number | undefined>> => ({
  ...(await objective.measure(pairs, 'valid', 1, neverPaused)),
});

describe('direct preference optimisation', () => {
  it('starts at the loss of a coin toss, with no margin', async () => {
    const lessons = prepare();
    const { valid_loss, valid_reward_margin, valid_reward_accuracy } = await numbers(lessons, lessons.pairs);
    assert.ok(Math.abs(valid_loss! - Math.LN2) < 1e-12);
    assert.deepEqual([valid_reward_margin, valid_reward_accuracy], [0, 0]);
  });

  it('measures -log σ(β (what the preferred answer has gained less what the other has))', async () => {
    const lessons = prepare(0.3);
    const [pair] = lessons.pairs as [Pair];
    const lead = (): number =>
      lessons.learner.score(pair.preferred).logProbability - lessons.learner.score(pair.rejected).logProbability;
    const reference = lead();
    for (let step = 0; step < 3; step++) await teach(lessons, lessons.pairs.slice(0, 4), 0.05);
    const margin = 0.3 * (lead() - reference);
    const { valid_loss, valid_reward_margin, valid_reward_accuracy } = await numbers(lessons, [pair]);
    assert.ok(margin > 0.1);
    assert.ok(Math.abs(valid_reward_margin! - margin) < 1e-12);
    assert.ok(Math.abs(valid_loss! + Math.log(1 / (1 + Math.exp(-margin)))) < 1e-12);
    assert.equal(valid_reward_accuracy, 1);
  });

  it('follows the gradient of that loss, times 2 / β', async () => {
    const beta = 0.2;
    const lessons = prepare(beta);
    const { learner, model, pairs } = lessons;
    await teach(lessons, pairs.slice(0, 3), 0.02);
    const pair = pairs[1]!;
    const before = model.weights.values.slice();
    const squares = learner.squares.slice();
    await teach(lessons, [pair], 1e-3);
    const after = model.weights.values.slice();
    const moved = Array.from(before.keys()).filter((place) => learner.squares[place] !== squares[place]);
    assert.ok(moved.length > 100);
    model.weights.values.set(before);
    for (const place of moved.filter((_, index) => index % 23 === 0)) {
      const size = Math.sqrt(learner.squares[place]! - squares[place]!);
      const gradient = Math.sign(before[place]! - after[place]!) * size;
      const losses: number[] = [];
      for (const shift of [1e-3, -1e-3]) {
        model.weights.values[place] = before[place]! + shift;
        losses.push((await numbers(lessons, [pair])).valid_loss!);
        model.weights.values[place] = before[place]!;
      }
      const slope = ((2 / beta) * (losses[0]! - losses[1]!)) / 2e-3;
      assert.ok(Math.abs(slope - gradient) < 0.03 + 0.05 * size, `${slope} is not ${gradient}`);
    }
  });

  it('weighs a pair less, the better it is settled', async () => {
    const lessons = prepare();
    const moves: number[] = [];
    for (let step = 0; step < 4; step++) {
      const before = lessons.learner.squares.slice();
      await teach(lessons, lessons.pairs.slice(0, 1), 0.2);
      moves.push(lessons.learner.squares.reduce((sum, square, place) => sum + square - before[place]!, 0));
    }
    assert.deepEqual(
      moves,
      moves.toSorted((a, b) => b - a),
    );
    assert.ok(moves[3]! < moves[0]! / 2);
  });

  it('compares with the model before the first step, whatever is learned meanwhile', async () => {
    const lessons = prepare();
    const late = lessons.pairs.slice(6);
    for (let step = 0; step < 3; step++) await teach(lessons, lessons.pairs.slice(0, 6), 0.3);
    const { valid_reward_margin } = await numbers(lessons, late);
    const { learner } = lessons;
    const untaught = new Learner(prepare().model);
    const lead = (scorer: Learner, { preferred, rejected }: Pair): number =>
      scorer.score(preferred).logProbability - scorer.score(rejected).logProbability;
    const margins = late.map((pair) => 0.1 * (lead(learner, pair) - lead(untaught, pair)));
    const mean = margins.reduce((sum, margin) => sum + margin, 0) / late.length;
    assert.ok(mean > 0.1);
    assert.ok(Math.abs(valid_reward_margin! - mean) < 1e-12);
  });

  it('counts the tokens of both answers', async () => {
    const { objective, pairs } = prepare();
    const { tokens } = await objective.learn(pairs.slice(0, 1), 1, neverPaused);
    // "The cat is kind." and "Go away, the cat is bad.", each with its end.
    assert.equal(tokens, pairs[0]!.preferred.tokens.length + pairs[0]!.rejected.tokens.length);
  });
});
