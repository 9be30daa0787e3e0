import assert from 'node:assert/strict';
import { Learner } from '../../../../../src/engines/baseline/learner.ts';
import { answerTo } from '../../../../../src/engines/baseline/methods/answer.ts';
import type { Objective } from '../../../../../src/engines/baseline/methods/method.ts';
import { reinforcement, type Task } from '../../../../../src/engines/baseline/methods/reinforcement.ts';
import type { LanguageModel } from '../../../../../src/engines/baseline/model.ts';
import { readMessage, readPrompt } from '../../../../../src/engines/baseline/prompt.ts';
import type { Answer } from '../../../../../src/engines/baseline/scorer.ts';
import { neverPaused, prepareRows } from '../../../../support/baselineModel.ts';
import { colourGrader, colourRows } from '../../../../support/engineRun.ts';

interface Lessons {
  readonly model: LanguageModel;
  readonly tasks: readonly Task[];
  readonly learner: Learner;
  readonly objective: Objective<Task>;
}

interface Options {
  readonly grader?: object;
  readonly seed?: number;
  readonly compute_multiplier?: number;
  readonly eval_samples?: number;
}

function prepare({ grader = colourGrader, seed = 1, compute_multiplier = 4, eval_samples = 1 }: Options = {}): Lessons {
  const method = reinforcement(grader);
  const { model, examples: tasks } = prepareRows(method, colourRows(12));
  const learner = new Learner(model);
  const settings = {
    n_epochs: 1,
    batch_size: 1,
    learning_rate_multiplier: 1,
    compute_multiplier,
    eval_interval: 1,
    eval_samples,
  };
  return { model, tasks, learner, objective: method.begin({ settings, base: model, learner, seed }) };
}

const answer = (model: LanguageModel, question: string, text: string): Answer =>
  answerTo(readPrompt([readMessage({ role: 'user', content: question })]), text, model);

const weightsOf = ({ model }: Lessons): string => Buffer.from(model.weights.values.buffer).toString('base64');

describe('reinforcement', () => {
  it('makes a good answer likelier and a bad one less likely', async () => {
    const lessons = prepare();
    const { learner, model, objective, tasks } = lessons;
    const chances = (): number[] =>
      ['green', 'white'].map((text) => learner.score(answer(model, 'What colour is grass?', text)).logProbability);
    const before = chances();
    for (let step = 1; step <= 5; step++) {
      await objective.learn(tasks.slice(0, 1), step, neverPaused);
      learner.update(0.3);
    }
    const after = chances();
    assert.ok(after[0]! > before[0]! + 0.5);
    assert.ok(after[1]! < before[1]!);
  });

  it('learns nothing where all answers to a question are graded alike', async () => {
    const lessons = prepare({ grader: { ...colourGrader, reference: 'what nobody says' } });
    const { metrics } = await lessons.objective.learn(lessons.tasks.slice(0, 4), 1, neverPaused);
    lessons.learner.update(1);
    assert.equal(metrics.train_mean_reward, 0);
    assert.ok(lessons.model.weights.values.every((value) => value === 0));
  });

  it('learns from how good an answer is beside the others, not from the reward’s size', async () => {
    const learned: string[] = [];
    for (const calculate_output of ['exact', '3 * exact + 10']) {
      const lessons = prepare({
        grader: { type: 'multi', name: 'scaled', graders: { exact: colourGrader }, calculate_output },
      });
      await lessons.objective.learn(lessons.tasks, 1, neverPaused);
      lessons.learner.update(0.5);
      const rounded = lessons.model.weights.values.map((value) => Math.round(1e4 * value) + 0);
      learned.push(JSON.stringify([...rounded.entries()].filter(([, value]) => value !== 0)));
    }
    assert.ok(learned[0]!.length > 1000);
    assert.equal(learned[0], learned[1]);
  });

  it('samples more answers for a higher compute multiplier, two at least', async () => {
    const tokens: number[] = [];
    for (const compute_multiplier of [0.0001, 1, 4]) {
      const { objective, tasks } = prepare({ compute_multiplier });
      const few = tasks.slice(0, 3);
      const { metrics, tokens: all } = await objective.learn(few, 1, neverPaused);
      tokens.push(Math.round(all / metrics['completion_tokens_mean']! / few.length));
    }
    assert.deepEqual(tokens, [2, 8, 32]);
  });

  it('gives the same numbers for the same seed and step, others for others', async () => {
    const results: string[] = [];
    for (const [seed, step] of [
      [1, 1],
      [1, 1],
      [2, 1],
      [1, 2],
    ] as const) {
      const lessons = prepare({ seed });
      const { metrics } = await lessons.objective.learn(lessons.tasks.slice(0, 3), step, neverPaused);
      lessons.learner.update(0.5);
      results.push(JSON.stringify(metrics) + weightsOf(lessons));
    }
    assert.equal(results[0], results[1]);
    assert.equal(new Set(results).size, 3);
  });

  it('is evaluated with the same chances each time, and leaves no trace', async () => {
    const lessons = prepare({ eval_samples: 20 });
    const first = await lessons.objective.measure(lessons.tasks, 'full_valid', 1, neverPaused);
    const again = await lessons.objective.measure(lessons.tasks, 'full_valid', 5, neverPaused);
    assert.deepEqual(again, first);
    assert.ok(first.full_valid_mean_reward! > 0 && first.full_valid_mean_reward! < 0.5);
    assert.equal(first.full_valid_mean_parse_error, 0);
    assert.ok(lessons.model.weights.values.every((value) => value === 0));
  });

  it('tells the share of answers that are not the JSON that was wanted', async () => {
    const { objective, tasks } = prepare({ grader: { ...colourGrader, input: '{{sample.output_json.colour}}' } });
    const metrics = await objective.measure(tasks, 'full_valid', 1, neverPaused);
    assert.deepEqual(metrics, { full_valid_mean_reward: 0, full_valid_mean_parse_error: 1 });
  });
});
