import assert from 'node:assert/strict';
import { baselineEngine } from '../../../src/server/engines.ts';
import { ServerFixture } from '../../support/serverHarness.ts';
import { realEngine } from '../../support/programs.ts';

describe('The server with the baseline engine', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  const colours = [
    ['grass', 'green'],
    ['snow', 'white'],
  ] as const;

  it('trains a model that answers as its examples do', async () => {
    const server = await fixture.start({}, { engines: [baselineEngine(realEngine)] });
    const lines = Array.from({ length: 20 }, (_, index) => {
      const [thing, colour] = colours[index % 2 === 0 ? 0 : 1];
      const question = { role: 'user', content: `What colour is ${thing}, ${index}?` };
      return JSON.stringify({ messages: [question, { role: 'assistant', content: colour }] });
    });
    const training_file = await server.upload(lines.join('\n'));
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 10, batch_size: 4 } } };
    const id = await server.createJob({ training_file, validation_file: training_file, method, seed: 1 });
    const job = await server.until(id, 'succeeded');
    assert.equal(job.hyperparameters.n_epochs, 10);
    const metrics = (await server.events(id)).flatMap((event) => event.data ?? []);
    assert.equal(metrics.length, 50);
    assert.ok(metrics.at(-1).train_loss < metrics[0].train_loss / 2, 'it has learned');
    assert.ok(metrics.at(-1).full_valid_loss > 0);

    const ask = async (model: string, thing: string): Promise<string> => {
      const messages = [{ role: 'user', content: `What colour is ${thing}?` }];
      const question = { model, messages, temperature: 0, max_completion_tokens: 20 };
      return (await server.post('/chat/completions', question)).choices[0].message.content as string;
    };
    const { fine_tuned_model: tuned } = job;
    const answers = await Promise.all([ask(tuned, 'snow'), ask(tuned, 'grass'), ask('baseline-1', 'snow')]);
    assert.deepEqual(answers.slice(0, 2), ['white', 'green']);
    assert.notEqual(answers[2], 'white', 'the untrained model knows nothing');
  });

  it('trains on prompts and their completions, and answers them by the legacy API', async () => {
    const server = await fixture.start({}, { engines: [baselineEngine(realEngine)] });
    const lines = Array.from({ length: 20 }, (_, index) => {
      const [thing, colour] = colours[index % 2 === 0 ? 0 : 1];
      return JSON.stringify({ prompt: `The colour of ${thing} ${index} ->`, completion: ` ${colour} END` });
    });
    const training_file = await server.upload(lines.join('\n'));
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 10, batch_size: 4 } } };
    const { fine_tuned_model: model } = await server.until(
      await server.createJob({ training_file, method, seed: 1 }),
      'succeeded',
    );
    for (const [thing, colour] of colours) {
      const question = { model, prompt: `The colour of ${thing} ->`, temperature: 0, stop: [' END'] };
      const [choice] = (await server.post('/completions', question)).choices;
      assert.deepEqual([choice.text, choice.finish_reason], [` ${colour}`, 'stop']);
    }
  });
});
