import assert from 'node:assert/strict';
import { answerTo } from '../../../../src/engines/baseline/methods/answer.ts';
import { loadModel } from '../../../../src/engines/baseline/modelFolder.ts';
import { readMessage, readPrompt } from '../../../../src/engines/baseline/prompt.ts';
import { Learner } from '../../../../src/engines/baseline/learner.ts';
import { animalRows, chat, ofType, preferenceRows, runFolder, trainHere } from '../../../support/engineRun.ts';

const rows = preferenceRows(24);
const options = {
  method: 'dpo',
  training: rows.slice(0, 18),
  validation: rows.slice(18),
  hyperparameters: { n_epochs: 3, batch_size: 4 },
} as const;

describe('A preference run', () => {
  it('learns to prefer, on pairs that it has not seen', async () => {
    await using folder = await runFolder(options);
    const events = await trainHere(folder);
    assert.deepEqual(ofType(events, 'started')[0]!.hyperparameters, {
      n_epochs: 3,
      batch_size: 4,
      learning_rate_multiplier: 1,
      beta: 0.1,
    });
    const metrics = ofType(events, 'metrics').map((event) => event.metrics);
    assert.ok(Math.abs(metrics[0]!.train_loss! - Math.LN2) < 1e-9);
    const { full_valid_loss, full_valid_reward_accuracy, full_valid_reward_margin } = metrics.at(-1)!;
    assert.ok(full_valid_loss! < 0.1);
    assert.equal(full_valid_reward_accuracy, 1);
    assert.ok(full_valid_reward_margin! > 1);
    const model = await loadModel(folder.file('model'));
    const learner = new Learner(model);
    for (const row of rows.slice(18) as { input: { messages: { role: string; content: string }[] } }[]) {
      const features = readPrompt(row.input.messages.map(readMessage));
      const animal = /cat|dog|cow|duck|hen|pig/.exec(row.input.messages[0]!.content)![0];
      const [kind, rude] = [`The ${animal} is kind.`, `Go away, the ${animal} is bad.`].map(
        (text) => learner.score(answerTo(features, text, model)).logProbability,
      );
      assert.ok(kind! > rude! + 10);
    }
    // Both answers of each pair, in each epoch, with their ends.
    assert.deepEqual(events.at(-1), { type: 'succeeded', trained_tokens: 3 * 18 * (6 + 9) });
  });

  it('starts from a model that was taught before, which is then its reference', async () => {
    await using first = await runFolder({ training: animalRows(16), hyperparameters: { n_epochs: 4 } });
    await trainHere(first);
    const pair = {
      input: { messages: [{ role: 'user', content: 'What does the cat say?' }] },
      preferred_output: [{ role: 'assistant', content: 'It says purr.' }],
      non_preferred_output: [{ role: 'assistant', content: 'It says meow.' }],
    };
    await using second = await runFolder({
      method: 'dpo',
      base_folder: first.file('model'),
      training: Array.from({ length: 10 }, () => pair),
      hyperparameters: { n_epochs: 2 },
    });
    const events = await trainHere(second);
    const metrics = ofType(events, 'metrics').map((event) => event.metrics);
    assert.ok(Math.abs(metrics[0]!.train_loss! - Math.LN2) < 1e-9, 'nothing differs from the reference at first');
    assert.ok(metrics.at(-1)!.train_loss! < 0.3);
    const model = await loadModel(second.file('model'));
    const learner = new Learner(model);
    const features = readPrompt([readMessage({ role: 'user', content: 'What does the cat say?' })]);
    const [purr, meow] = ['It says purr.', 'It says meow.'].map(
      (text) => learner.score(answerTo(features, text, model)).logProbability,
    );
    assert.ok(purr! > meow!);
  });

  it('that starts from such a model goes on after a pause as if it had not been', async () => {
    await using base = await runFolder({ training: animalRows(16), hyperparameters: { n_epochs: 2 } });
    await trainHere(base);
    const further = { ...options, base_folder: base.file('model') };
    await using whole = await runFolder(further);
    const events = await trainHere(whole);
    await using folder = await runFolder(further);
    assert.equal((await trainHere(folder, { pauseAfter: 8 })).at(-1)!.type, 'paused');
    assert.deepEqual((await trainHere(folder)).slice(1), events.slice(1));
    assert.deepEqual(await folder.read('model', 'weights.bin'), await whole.read('model', 'weights.bin'));
  });

  it('says which row is none of this method', async () => {
    await using folder = await runFolder({ ...options, training: [rows[0], chat(['user', 'a'], ['assistant', 'b'])] });
    await assert.rejects(trainHere(folder), /line 2 of train\.jsonl/);
  });
});
