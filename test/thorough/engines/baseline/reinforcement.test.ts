import assert from 'node:assert/strict';
import { generate } from '../../../../src/engines/baseline/generate.ts';
import { loadModel } from '../../../../src/engines/baseline/modelFolder.ts';
import { chat, colourGrader, colourRows, ofType, runFolder, trainHere } from '../../../support/engineRun.ts';

const rows = colourRows(24);
const options = {
  method: 'reinforcement',
  grader: colourGrader,
  training: rows.slice(0, 18),
  validation: rows.slice(18),
} as const;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('A reinforcement run', () => {
  it('raises the mean reward, on questions that it has not seen as well', async () => {
    await using folder = await runFolder({ ...options, hyperparameters: { n_epochs: 10, batch_size: 4 } });
    const events = await trainHere(folder);
    const metrics = ofType(events, 'metrics').map((event) => event.metrics);
    const rewards = metrics.map(({ train_mean_reward }) => train_mean_reward!);
    assert.equal(rewards.length, 50);
    assert.ok(mean(rewards.slice(0, 5)) < 0.4);
    assert.ok(mean(rewards.slice(-5)) > 0.7);
    const evaluated = metrics.flatMap(({ full_valid_mean_reward }) => full_valid_mean_reward ?? []);
    assert.ok(evaluated[0]! < 0.7 && evaluated.at(-1)! > 0.7);
    const model = await loadModel(folder.file('model'));
    const ask = (content: string): string =>
      [...generate(model, { messages: [{ role: 'user', content }], temperature: 0 }, 1)].join('');
    assert.equal(ask('Tell me the colour of snow'), 'white');
    const [{ trained_tokens } = { trained_tokens: 0 }] = ofType(events, 'succeeded');
    assert.ok(trained_tokens > 10 * 18 * 8);
  });

  const similar = { ...colourGrader, type: 'text_similarity', evaluation_metric: 'fuzzy_match' };
  const graders = {
    text_similarity: similar,
    multi: {
      type: 'multi',
      name: 'both',
      graders: { exact: colourGrader, close: similar },
      calculate_output: '0.5 * exact + 0.5 * close',
    },
  };
  for (const [type, grader] of Object.entries(graders)) {
    it(`learns from a ${type} grader`, async () => {
      await using folder = await runFolder({ ...options, grader, hyperparameters: { n_epochs: 10, batch_size: 4 } });
      const metrics = ofType(await trainHere(folder), 'metrics').map((event) => event.metrics);
      const rewards = metrics.map(({ train_mean_reward }) => train_mean_reward!);
      assert.ok(mean(rewards.slice(-5)) > mean(rewards.slice(0, 5)) + 0.2);
    });
  }

  it('evaluates at its interval and at the ends of epochs, and tells its hyperparameters as numbers', async () => {
    await using folder = await runFolder({
      ...options,
      hyperparameters: { n_epochs: 2, batch_size: 4, eval_interval: 3, reasoning_effort: 'low' },
    });
    const events = await trainHere(folder);
    assert.deepEqual(ofType(events, 'started')[0]!.hyperparameters, {
      n_epochs: 2,
      batch_size: 4,
      learning_rate_multiplier: 1,
      compute_multiplier: 1,
      eval_interval: 3,
      eval_samples: 1,
    });
    const evaluated = ofType(events, 'metrics').filter(({ metrics }) => metrics.full_valid_mean_reward !== undefined);
    assert.deepEqual(
      evaluated.map(({ step }) => step),
      [3, 5, 6, 9, 10],
    );
    assert.deepEqual(
      ofType(events, 'checkpoint').map(({ step }) => step),
      [5, 10],
    );
  });

  it('goes on as a model that was taught before talks, and makes it answer as the grader likes', async () => {
    const training = Array.from({ length: 20 }, (_, index) =>
      chat(['user', 'How was it?'], ['assistant', index % 2 ? 'Very good.' : 'Very bad.']),
    );
    await using first = await runFolder({ training, hyperparameters: { n_epochs: 5 } });
    await trainHere(first);
    const tasks = Array.from({ length: 10 }, () => ({
      messages: [{ role: 'user', content: 'How was it?' }],
      wanted: 'new good',
    }));
    await using second = await runFolder({
      method: 'reinforcement',
      base_folder: first.file('model'),
      grader: { ...colourGrader, operation: 'like', reference: 'good' },
      training: tasks,
      validation: tasks.slice(0, 5),
      hyperparameters: { n_epochs: 3, batch_size: 2 },
    });
    const metrics = ofType(await trainHere(second), 'metrics').map((event) => event.metrics);
    assert.ok(metrics[0]!.train_mean_reward! > 0.2 && metrics[0]!.train_mean_reward! < 0.8);
    assert.ok(metrics.at(-1)!.train_mean_reward! > 0.9);
    const model = await loadModel(second.file('model'));
    const messages = [{ role: 'user', content: 'How was it?' }];
    assert.equal([...generate(model, { messages, temperature: 0 }, 1)].join(''), 'Very good.');
    assert.equal(model.vocabulary.has(' new'), false);
  });
});
