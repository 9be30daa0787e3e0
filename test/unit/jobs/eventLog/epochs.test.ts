import assert from 'node:assert/strict';
import type { JobEvent } from '../../../../src/jobs/api.ts';
import { epochCount, epochSpans } from '../../../../src/jobs/eventLog/epochs.ts';
import { aJob, anEvent } from '../../../support/jobs.ts';

const step = (step: number, total = 6): JobEvent => anEvent(`s${step}`, { data: { step, total_steps: total } });
const words = (events: readonly JobEvent[], epochs?: number): string =>
  epochSpans(events, epochs)
    .map(({ epoch, first, last }) => `${epoch}:${first}-${last}`)
    .join(' ');

describe('The epochs in an event log', () => {
  it('follow from the steps, as many in each; what is told between them belongs to none', () => {
    const events = [
      anEvent('created'),
      ...[1, 2, 3].map((i) => step(i)),
      anEvent('checkpoint'),
      ...[4, 5, 6].map((i) => step(i)),
    ];
    assert.equal(words([...events, anEvent('done')], 2), '1:1-3 2:5-7');
  });

  it('hold what is told in the midst of them', () => {
    assert.equal(words([step(1), anEvent('paused'), step(2), step(3)], 2), '1:0-3');
  });

  it('are those that a service names, whole or as the part that is done', () => {
    const told = [0.5, 1, 1.5, 2, 3].map((epoch) => anEvent(`e${epoch}`, { data: { epoch } }));
    assert.equal(words(told), '1:0-1 2:2-3 3:4-4');
  });

  it('are read out of the words where a service sends no data', () => {
    const told = ['Step 1/4: training loss=2', 'Step 2/4: training loss=1', 'Step 3/4: training loss=1'];
    assert.equal(
      words(
        told.map((message) => anEvent(message, { message })),
        2,
      ),
      '1:0-1 2:2-2',
    );
  });

  it('are unknown where a service tells neither epochs nor how many steps there are', () => {
    assert.equal(words([step(1), step(2)]), '');
    assert.equal(words([anEvent('a', { data: { step: 3 } }), step(7), step(0)], 2), '');
  });

  it('come again where a part is trained again', () => {
    assert.equal(words([step(3), step(4), step(3), step(4)], 2), '1:0-0 2:1-1 1:2-2 2:3-3');
  });

  it('are as many as the job says, once it says so', () => {
    const method = (n_epochs: number | string) => ({ type: 'supervised', hyperparameters: { n_epochs } });
    assert.equal(epochCount(aJob({ method: method(3) })), 3);
    assert.equal(epochCount(aJob({ method: method('auto') })), undefined);
    assert.equal(epochCount(aJob()), undefined);
  });
});
