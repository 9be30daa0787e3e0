import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkpointTable, eventTable, resultTable, resultText } from '../../../src/jobs/metricTables.ts';
import { anEvent } from '../../support/jobs.ts';

const metrics = (data: Record<string, unknown>, message = '') => anEvent('e', { type: 'metrics', data, message });

describe('Numbers in events', () => {
  it('are all taken, also such that only one service has, and those in objects', () => {
    const data = {
      step: 4,
      total_steps: 9,
      train_loss: 0.5,
      odd_number: 7,
      scores: { train_reward_mean: 0.25 },
      name: 'x',
    };
    assert.deepEqual(eventTable([metrics(data)]), {
      steps: [4],
      columns: { train_loss: [0.5], odd_number: [7], 'scores.train_reward_mean': [0.25] },
    });
  });

  it('leave gaps where an event has none', () => {
    const table = eventTable([metrics({ step: 1, train_loss: 2 }), metrics({ step: 2, train_loss: 1, valid_loss: 3 })]);
    assert.deepEqual(table.columns, { train_loss: [2, 1], valid_loss: [null, 3] });
  });

  it('are read out of the words where a service sends no data', () => {
    const told = [
      metrics({}, 'Step 299/300: training loss=0.05'),
      metrics({}, 'Step 300/300: training loss=0.04, validation loss=1e-2, full validation loss=0.06'),
      metrics({}, 'Step 10/20 , train mean reward=0.42, full validation mean reward=0.68'),
      anEvent('other', { message: 'Step 7/8: training loss=1' }),
      metrics({}, 'Checkpoint created'),
    ];
    assert.deepEqual(eventTable(told), {
      steps: [299, 300, 10],
      columns: {
        train_loss: [0.05, 0.04, null],
        valid_loss: [null, 0.01, null],
        full_valid_loss: [null, 0.06, null],
        train_mean_reward: [null, null, 0.42],
        full_valid_mean_reward: [null, null, 0.68],
      },
    });
  });
});

describe('Numbers of checkpoints', () => {
  it('stand at the step of the checkpoint', () => {
    const checkpoint = {
      id: 'c',
      createdAt: 1,
      stepNumber: 20,
      model: 'm',
      metrics: { step: 20, full_valid_loss: 0.4 },
    };
    assert.deepEqual(checkpointTable([checkpoint]), { steps: [20], columns: { full_valid_loss: [0.4] } });
  });
});

const csv = 'step,train_loss,train_accuracy,valid_loss\n1,2.5,0.25,\n2,,0.5,1.5\n';
const expected = {
  steps: [1, 2],
  columns: { train_loss: [2.5, null], train_accuracy: [0.25, 0.5], valid_loss: [null, 1.5] },
};

describe('A result file', () => {
  for (const [how, content] of [
    ['as it is', csv],
    ['in base64', btoa(csv)],
    ['in base64 with line ends', btoa(csv).replaceAll(/.{20}/g, '$&\r\n')],
    ['with a byte order mark and line ends of Windows', `\uFEFF${csv.replaceAll('\n', '\r\n')}`],
    ['with names in quotes', csv.replace('train_loss', '"train_loss"')],
  ] as const) {
    it(`is read ${how}, its empty cells as gaps`, () => assert.deepEqual(resultTable(content), expected));
  }

  it('is read by the names of its columns, wherever they are', () => {
    assert.deepEqual(resultTable('train_loss,epoch,step\n2,1,7\nnan,1,8\n'), {
      steps: [7, 8],
      columns: { train_loss: [2, null] },
    });
  });

  it('that has no steps is none, whatever is in it', () => {
    for (const text of ['', '=', '/+=', 'epoch,loss\n1,2', '<html>', '{"error": 1}', btoa('epoch,loss\n1,2')]) {
      assert.equal(resultTable(text), undefined, text);
    }
    fc.assert(fc.property(fc.string(), (text) => text.includes('step') || resultTable(text) === undefined));
  });
});

describe('A result file as text', () => {
  it('is CSV where a service sent it in base64, and as it came otherwise', () => {
    const csv = 'step,train_loss\n1,0.5\n';
    assert.equal(resultText(btoa(csv)), csv);
    for (const text of [csv, '{"messages": []}\n', 'aGVsbG8=', '']) assert.equal(resultText(text), text);
  });
});
