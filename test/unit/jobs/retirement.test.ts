import assert from 'node:assert/strict';
import { retirements, type RetirementQuestion } from '../../../src/jobs/retirement.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const told = (question: RetirementQuestion, day: string): readonly string[] =>
  retirements(question, at(day)).map(({ isOver, message }) => `${isOver ? 'over' : 'ends'}: ${message}`);

const models = [{ id: 'gpt-4.1-mini-2025-04-14', shutdownDate: '2027-01-14' }, { id: 'lasting-1' }];

describe('What ends, said before an upload', () => {
  it('is nothing for a service that says nothing', () => {
    assert.deepEqual(told({ host: 'acme.test', model: 'lasting-1', models }, '2026-11-20'), []);
  });

  it('is the day that OpenAI closes, and for whom it has closed, on its own host and those of its regions only', () => {
    const [closing, ...rest] = told({ host: 'api.openai.com' }, '2026-11-20');
    assert.match(closing ?? '', /^ends: .*2027-01-06.*60 days before 2026-07-02/);
    assert.deepEqual(rest, []);
    assert.match(
      told({ host: 'eu.api.openai.com' }, '2026-06-01')[0] ?? '',
      /^ends: .*Since 2026-05-07.*fine-tuned before/,
    );
    assert.match(told({ host: 'api.openai.com' }, '2027-01-06')[0] ?? '', /^over: .*since 2027-01-06/);
    assert.deepEqual(told({ host: 'notopenai.com' }, '2027-02-01'), []);
    assert.deepEqual(told({ host: 'acme.openai.azure.com' }, '2027-02-01'), []);
  });

  it('is the shutdown of the model, as the service lists it, also for what was trained from it', () => {
    const host = 'acme.test';
    for (const model of ['gpt-4.1-mini-2025-04-14', 'ft:gpt-4.1-mini-2025-04-14:acme::1', 'gpt-4.1-mini']) {
      assert.match(told({ host, model, models }, '2027-01-13')[0] ?? '', /^ends: .* on 2027-01-14/, model);
    }
    assert.match(told({ host, model: 'gpt-4.1-mini', models }, '2027-01-14')[0] ?? '', /^over: /);
  });

  it('is first that the service refused new jobs before, with the day', () => {
    const [first] = retirements({ host: 'api.openai.com', closedAt: at('2026-11-01') }, at('2026-11-20'));
    assert.match(first?.message ?? '', /refused new fine-tuning jobs .* on 2026-11-01/);
    assert.equal(first?.isOver, true);
    assert.match(first?.advice ?? '', /another connection/);
  });

  it('comes with its source', () => {
    const question = { host: 'api.openai.com', closedAt: 1, model: 'gpt-4.1-mini', models };
    for (const { source } of retirements(question, at('2026-11-20'))) assert.notEqual(source, '');
  });
});
