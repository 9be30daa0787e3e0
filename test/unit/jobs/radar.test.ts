import assert from 'node:assert/strict';
import { modelEnd } from '../../../src/jobs/modelEnd.ts';
import { dueNotice, type RadarQuestion } from '../../../src/jobs/radar.ts';
import { aJob } from '../../support/jobs.ts';

const mini = 'gpt-4.1-mini-2025-04-14';
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const trained = (number: number, model = mini) =>
  aJob({ id: `ftjob-${number}`, model, fineTunedModel: `ft:${model}:acme::${number}` });
const openai: RadarQuestion = { connection: 'OpenAI', host: 'api.openai.com', jobs: [trained(1), trained(2)] };

describe('The day that a model ends', () => {
  it('is the one that the service lists, also of what was trained from it', () => {
    const models = [
      { id: 'm-1', shutdownDate: '2027-03-01' },
      { id: 'ft:m-1:acme::2', shutdownDate: '2027-02-01' },
    ];
    const day = (model: string): string | undefined => modelEnd(model, { host: 'acme.test', models })?.day;
    assert.deepEqual(['m-1', 'ft:m-1:acme::1', 'ft:m-1:acme::2', 'm-1.ft-9', 'm-2'].map(day), [
      '2027-03-01',
      '2027-03-01',
      '2027-02-01',
      '2027-03-01',
      undefined,
    ]);
  });

  it('is else what OpenAI has announced, on its own hosts only, with the source', () => {
    const end = modelEnd(`ft:${mini}:acme::1`, { host: 'eu.api.openai.com' });
    assert.equal(end?.day, '2027-01-14');
    assert.match(end.source, /^https:\/\/developers\.openai\.com\/.*deprecations/);
    assert.equal(modelEnd(mini, { host: 'acme.openai.azure.com' }), undefined);
  });
});

describe('The notice of what ends', () => {
  it('tells on 2026-11-29 that OpenAI takes no jobs from 2027-01-06 on, and ends the models on 2027-01-14', () => {
    const notice = dueNotice(openai, at('2026-11-29'));
    assert.equal(
      notice?.message,
      'OpenAI takes no new fine-tuning jobs from 2027-01-06 on. 2 models on OpenAI end on 2027-01-14.',
    );
    assert.equal(notice.key, 'ends-OpenAI-api.openai.com-2027-01-06-60');
    assert.match(notice.source, /deprecations/);
  });

  it('is due once 60, 14 and 2 days before each end, the next one first, and never after the last', () => {
    const keyOn = (day: string): string | undefined =>
      dueNotice(openai, at(day))?.key.slice('ends-OpenAI-api.openai.com-'.length);
    const due: [string, string | undefined][] = [
      ['2026-11-06', undefined],
      ['2026-11-07', '2027-01-06-60'],
      ['2026-12-22', '2027-01-06-60'],
      ['2026-12-23', '2027-01-06-14'],
      ['2027-01-03', '2027-01-06-14'],
      ['2027-01-04', '2027-01-06-2'],
      ['2027-01-05', '2027-01-06-2'],
      ['2027-01-06', '2027-01-14-14'],
      ['2027-01-11', '2027-01-14-14'],
      ['2027-01-12', '2027-01-14-2'],
      ['2027-01-14', undefined],
      ['2027-06-01', undefined],
    ];
    assert.deepEqual(
      due.map(([day]) => [day, keyOn(day)]),
      due,
    );
  });

  it('tells of models alone where the service goes on, and of each day where there are several', () => {
    const models = [
      { id: 'm-1', shutdownDate: '2027-01-10' },
      { id: 'm-2', shutdownDate: '2027-01-20' },
    ];
    const acme = { connection: 'Acme', host: 'acme.test', models };
    const message = (...jobs: RadarQuestion['jobs']): string | undefined =>
      dueNotice({ ...acme, jobs }, at('2026-12-30'))?.message;
    assert.equal(message(trained(1, 'm-1')), 'ft:m-1:acme::1 ends there on 2027-01-10.');
    assert.equal(message(trained(1, 'm-2'), trained(2, 'm-1')), '2 models on Acme end, the first on 2027-01-10.');
    assert.equal(message(aJob({ model: 'm-1' })), 'm-1 ends there on 2027-01-10.');
    assert.equal(message(trained(1, 'm-3')), undefined);
    assert.match(dueNotice({ ...acme, jobs: [trained(1, 'm-1')] }, at('2026-12-30'))?.source ?? '', /acme\.test/);
  });

  it('says of an OpenAI connection without jobs only when new ones end', () => {
    const none = { ...openai, jobs: [] };
    assert.equal(
      dueNotice(none, at('2026-11-29'))?.message,
      'OpenAI takes no new fine-tuning jobs from 2027-01-06 on.',
    );
    assert.equal(dueNotice(none, at('2027-01-07')), undefined);
  });

  it('has a key that can be the name of a file', () => {
    const models = [{ id: mini, shutdownDate: '2027-01-14' }];
    const there = { connection: 'My (own) server', host: '127.0.0.1:8100', models, jobs: [trained(1)] };
    const notice = dueNotice(there, at('2026-11-29'));
    assert.match(notice?.key ?? '', /^[\w.-]+$/);
  });
});
