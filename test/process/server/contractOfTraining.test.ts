import assert from 'node:assert/strict';
import { baselineEngine } from '../../../src/server/engines.ts';
import { ContractClient, descriptionPath } from '../../support/contract.ts';
import { Prism } from '../../support/prism.ts';
import { ServerFixture, type TestServer } from '../../support/serverHarness.ts';
import { realEngine } from '../../support/programs.ts';

describe('The HTTP contract, while the baseline engine trains', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  let prism: Prism;
  let client: ContractClient;
  before(async () => {
    server = await fixture.start({}, { engines: [baselineEngine(realEngine)] });
    prism = await Prism.start(descriptionPath, server.url);
    client = new ContractClient(prism.url);
  });
  after(async () => {
    await prism.stop();
    await fixture.dispose();
  });

  const asked = [{ role: 'user', content: 'Which code?' }];
  const answered = (content: string): object[] => [{ role: 'assistant', content }];
  const grader = {
    type: 'string_check',
    name: 'same',
    input: '{{sample.output_text}}',
    reference: '{{item.code}}',
    operation: 'eq',
  };
  const methods: readonly (readonly [method: string, row: object, fields: object])[] = [
    ['supervised', { messages: [...asked, ...answered('A')] }, {}],
    [
      'dpo',
      { input: { messages: asked }, preferred_output: answered('A'), non_preferred_output: answered('B') },
      { beta: 0.2 },
    ],
    ['reinforcement', { messages: asked, code: 'A' }, { eval_interval: 2, reasoning_effort: 'default' }],
  ];
  for (const [type, row, fields] of methods) {
    it(`is kept by a ${type} job, its events and checkpoints`, async () => {
      const file = await server.upload(`${JSON.stringify(row)}\n`.repeat(12));
      const hyperparameters = { n_epochs: 2, batch_size: 4, ...fields };
      const block = type === 'reinforcement' ? { hyperparameters, grader } : { hyperparameters };
      const files = { training_file: file, validation_file: file };
      const { id } = await client.post('/fine_tuning/jobs', {
        model: 'baseline-1',
        ...files,
        method: { type, [type]: block },
      });
      await server.until(id, 'succeeded');
      const job = await client.job(id);
      assert.equal(job.method.type, type);
      assert.equal(job.method[type].hyperparameters.n_epochs, 2);
      const events = await client.events(id);
      assert.ok(events.some((event) => event.type === 'metrics'));
      const checkpoints = await client.get(`/fine_tuning/jobs/${id}/checkpoints`);
      assert.ok(checkpoints.data.length > 0);
    });
  }
});
