import assert from 'node:assert/strict';
import type { LaunchRequest } from '../../../../src/jobs/request.ts';
import { mapRequest, type MovingTarget } from '../../../../src/jobs/moving/mapRequest.ts';
import type { MovingJob } from '../../../../src/jobs/moving/movingJob.ts';
import { noteLines } from '../../../../src/jobs/moving/words.ts';

const aMovingJob = (request: Partial<LaunchRequest>, fields: Partial<MovingJob> = {}): MovingJob => ({
  name: 'codes',
  from: { connection: 'openai', id: 'ftjob-1' },
  kind: 'openai',
  request: { model: 'gpt-4.1-mini-2025-04-14', ...request },
  training: { id: 'file-1' },
  ...fields,
});

const local: MovingTarget = { kind: 'local', target: 'local', suffixLimit: 64, model: 'baseline-1' };
const azure: MovingTarget = { kind: 'azure', target: 'azure', suffixLimit: 40, model: 'gpt-4.1-mini-2025-04-14' };
const openai: MovingTarget = { ...azure, kind: 'openai', target: 'openai', suffixLimit: 64 };
const compatible: MovingTarget = { ...local, kind: 'compatible', model: 'llama-3' };

const supervised = (hyperparameters: object): Partial<LaunchRequest> => ({
  method: { type: 'supervised', supervised: { hyperparameters } },
});

describe('A job on its way to another service', () => {
  it('takes along what both know, and says so in one line', () => {
    const asked = {
      ...supervised({ n_epochs: 3, batch_size: 4, learning_rate_multiplier: 1.5 }),
      suffix: 'codes',
      seed: 7,
      metadata: { team: 'a' },
    };
    const { request, notes } = mapRequest(aMovingJob(asked), azure);
    assert.deepEqual(request, { model: 'gpt-4.1-mini-2025-04-14', ...asked });
    const carried =
      'model gpt-4.1-mini-2025-04-14, method supervised, n_epochs 3, batch_size 4, learning_rate_multiplier 1.5, suffix codes, seed 7, 1 pair of metadata';
    assert.deepEqual(noteLines(notes), { carried, others: [] });
  });

  it('starts from a model of the new service, and says that it is another one', () => {
    const { request, notes } = mapRequest(aMovingJob({}), local);
    assert.equal(request.model, 'baseline-1');
    assert.deepEqual(noteLines(notes).others, ['Model baseline-1 instead of gpt-4.1-mini-2025-04-14.']);
  });

  it('cannot go on from a model that only the old service has, and says what that means', () => {
    const model = 'ft:gpt-4.1-mini-2025-04-14:acme::abc';
    const { notes } = mapRequest(aMovingJob({ model }), azure);
    assert.deepEqual(noteLines(notes).others, [
      `It starts from gpt-4.1-mini-2025-04-14: ${model} exists at the old service only.`,
    ]);
  });

  it('leaves out a hyperparameter that the method does not have, unless a service of the same kind may know it', () => {
    const asked = supervised({ n_epochs: 2, l2_multiplier: 0.1, lora: { rank: 8 } });
    const { request, notes } = mapRequest(aMovingJob(asked, { kind: 'azure' }), local);
    assert.deepEqual(request.method, { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } });
    assert.deepEqual(noteLines(notes).others.slice(1), [
      'l2_multiplier (0.1) is not sent: the new service does not know it.',
      'lora ({"rank":8}) is not sent: the new service does not know it.',
    ]);
    assert.deepEqual(mapRequest(aMovingJob(asked, { kind: 'azure' }), azure).request.method, asked.method);
    assert.deepEqual(mapRequest(aMovingJob(asked, { kind: 'compatible' }), compatible).request.method, asked.method);
    assert.notDeepEqual(mapRequest(aMovingJob(asked, { kind: 'openai' }), openai).request.method, asked.method);
  });

  it('leaves out a value that the new service does not accept', () => {
    const block = { grader: { type: 'string_check' }, hyperparameters: { eval_samples: 20, n_epochs: 1 } };
    const asked = { model: 'o4-mini-2025-04-16', method: { type: 'reinforcement', reinforcement: block } };
    const { request, notes } = mapRequest(aMovingJob(asked), { ...azure, model: 'o4-mini-2025-04-16' });
    assert.deepEqual(request.method?.['reinforcement'], { ...block, hyperparameters: { n_epochs: 1 } });
    assert.deepEqual(noteLines(notes).others, [
      'eval_samples (20) is not sent: it is outside what the new service accepts.',
    ]);
    assert.match(noteLines(notes).carried, /grader string_check/);
  });

  it('is refused where the model does not offer the method', () => {
    const asked = { method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1 } } } };
    const { notes } = mapRequest(aMovingJob(asked), { ...openai, model: 'o4-mini-2025-04-16' });
    assert.deepEqual(noteLines(notes).others.slice(1), ['o4-mini-2025-04-16 does not offer dpo.']);
    // What a model of some other service can do is for that service to say.
    const somewhere = { ...compatible, model: 'o4-mini-2025-04-16' };
    assert.deepEqual(mapRequest(aMovingJob(asked), somewhere).request.method, asked.method);
  });

  it('has a suffix as long as the new service takes', () => {
    const suffix = 'a'.repeat(50);
    const { request, notes } = mapRequest(aMovingJob({ suffix }), azure);
    assert.equal(request.suffix, 'a'.repeat(40));
    assert.match(noteLines(notes).others.join(), /suffix is cut to "a{40}"/);
    assert.equal(mapRequest(aMovingJob({ suffix }), openai).request.suffix, suffix);
  });

  it('reports to Weights & Biases only from where that is possible', () => {
    const integrations = [{ type: 'wandb', wandb: { project: 'p' } }];
    assert.deepEqual(mapRequest(aMovingJob({ integrations }), azure).request.integrations, integrations);
    const { request, notes } = mapRequest(aMovingJob({ integrations }), local);
    assert.equal('integrations' in request, false);
    assert.match(noteLines(notes).others.join(), /Integrations are not sent/);
  });

  it('moves hyperparameters from their old place, and leaves fields that only the old service had', () => {
    const asked = { hyperparameters: { n_epochs: 4, batch_size: null }, trainingType: 'globalStandard' };
    const { request, notes } = mapRequest(aMovingJob(asked), azure);
    assert.deepEqual(request, {
      model: azure.model,
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 4 } } },
    });
    assert.deepEqual(noteLines(notes).others, ['The field trainingType is not sent: only the old service has it.']);
  });

  it('leaves a seed out that no service takes', () => {
    const { request, notes } = mapRequest(aMovingJob({ seed: 2 ** 40 }), azure);
    assert.equal('seed' in request, false);
    assert.match(noteLines(notes).others.join(), /seed \(1099511627776\) is not sent/);
  });
});
