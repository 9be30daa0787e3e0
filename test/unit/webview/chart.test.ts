import assert from 'node:assert/strict';
import type { ChartJob } from '../../../src/webview/messages.ts';
import { chartCsv } from '../../../src/webview/chart/csv.ts';
import { chartKey } from '../../../src/webview/chart/keys.ts';
import { ChartData, runOf, wholeOf } from '../../../src/webview/chart/lines.ts';
import { firstState, moved, readState, zoomed } from '../../../src/webview/chart/state.ts';
import { looks } from '../../../src/webview/chart/looks.ts';
import { indicesOf, tableRows } from '../../../src/webview/chart/table.ts';
import { findings, lineWords, summaryWords, tickText, valueText } from '../../../src/webview/chart/words.ts';

const aJob = (fields: Partial<ChartJob> = {}): ChartJob => ({
  connection: 'local',
  id: 'ftjob-1',
  name: 'codes',
  status: 'running',
  checkpoints: [],
  ...fields,
});

function dataOf(columns: Record<string, (number | null)[]>, job = aJob()): ChartData {
  const data = new ChartData();
  data.setJobs([job]);
  const count = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  data.addPoints(job, { steps: Array.from({ length: count }, (_, i) => i + 1), columns });
  return data;
}

describe('The data of a chart', () => {
  it('is grouped by what can be drawn on one scale: losses first, then gains, then all else', () => {
    const data = dataOf({ tokens: [1], train_mean_reward: [1], valid_loss: [1], train_loss: [1] });
    assert.deepEqual(data.quantities(), ['loss', 'mean_reward', 'tokens']);
    const metrics = data.lines('loss').map(({ series }) => series.metric);
    assert.deepEqual(metrics, ['train_loss', 'valid_loss']);
  });

  it('keeps the numbers of a job whose facts change, and forgets those of one that goes', () => {
    const data = dataOf({ train_loss: [1, 2] });
    data.setJobs([aJob({ status: 'succeeded' }), aJob({ connection: 'other' })]);
    assert.deepEqual(
      data.lines('loss').map(({ job }) => [job.connection, job.status]),
      [['local', 'succeeded']],
    );
    data.setJobs([aJob({ connection: 'other' })]);
    data.addPoints(aJob(), { steps: [3], columns: { train_loss: [1] } });
    assert.deepEqual(data.lines(), []);
  });

  it('is judged anew when there are new numbers', () => {
    const data = dataOf({ valid_loss: [2, 1] }, aJob({ checkpoints: [1, 2, 3] }));
    assert.equal(data.judged()[0]?.best?.step, 2);
    data.addPoints(aJob(), { steps: [3], columns: { valid_loss: [0.5] } });
    assert.equal(data.judged()[0]?.best?.step, 3);
    data.setJobs([aJob({ checkpoints: [1, 2] })]);
    assert.equal(data.judged()[0]?.best?.step, 2);
  });

  it('tells from where to where it goes; a single step has room around it', () => {
    assert.deepEqual(runOf(dataOf({ train_loss: [1, null, 3] }).lines()), { from: 1, to: 3 });
    assert.deepEqual(runOf(dataOf({ train_loss: [1] }).lines()), { from: 0, to: 2 });
    assert.equal(runOf([]), undefined);
  });

  it('has some room at the end of a job that goes on, so that most steps do not move the scale', () => {
    const lines = (status: string | undefined) => dataOf({ train_loss: [1] }, { ...aJob(), status }).lines();
    const going = lines('running');
    assert.deepEqual(wholeOf({ from: 1, to: 100_000 }, going), { from: 1, to: 100_353 });
    const ends = new Set(Array.from({ length: 2048 }, (_, i) => wholeOf({ from: 1, to: 100_353 - i }, going).to));
    assert.deepEqual(Array.from(ends), [100_353]);
    for (const to of [2, 33, 70, 1000, 99_999]) {
      const whole = wholeOf({ from: 1, to }, going);
      assert.ok(whole.from === 1 && whole.to >= to && whole.to - to <= (to - 1) / 32, String(to));
    }
    for (const status of ['succeeded', 'failed', 'cancelled', undefined]) {
      assert.deepEqual(wholeOf({ from: 1, to: 100_000 }, lines(status)), { from: 1, to: 100_000 });
    }
  });
});

describe('The words of a chart', () => {
  const measured = dataOf({ train_loss: [2.31, 1], valid_loss: [null, 1.23456] });

  it('sum a job up in one sentence', () => {
    assert.equal(
      summaryWords(aJob(), measured.lines('loss')),
      'codes (running): training loss from 2.310 to 1 at step 2, validation loss 1.235 at step 2.',
    );
    assert.equal(summaryWords(aJob(), []), 'codes (running) has no numbers yet.');
  });

  it('name the job of a line only where there are several', () => {
    const line = measured.lines('loss')[0]!;
    assert.equal(lineWords(line, true), 'Training loss');
    assert.equal(lineWords(line, false), 'codes: training loss');
  });

  it('point out the best checkpoint and over-fitting, with the reason', () => {
    const steps = Array.from({ length: 60 }, (_, i) => i + 1);
    const valid = steps.map((step) => 1 + Math.abs(step - 30) / 30);
    const train = steps.map((step) => 1 / step);
    const data = dataOf({ train_loss: train, valid_loss: valid }, aJob({ checkpoints: [20, 40, 60] }));
    const [best, over] = findings(data.judged()[0]!, true);
    assert.deepEqual(best, {
      type: 'best',
      words: 'Best checkpoint: step 20, with a validation loss of 1.333.',
    });
    assert.match(
      over?.words ?? '',
      /^Over-fitting from step (29|30) on: the validation loss went from 1\.\d+ to 1\.\d+ while training got better\.$/,
    );
  });

  it('say what is missing of a job, and which job it is where there are several', () => {
    const data = dataOf({ valid_loss: [2, 1] }, aJob({ checkpoints: [1, 2], trouble: 'Nobody answers.' }));
    assert.deepEqual(findings(data.judged()[0]!, false), [
      { type: 'best', words: 'codes: Best checkpoint: step 2, with a validation loss of 1.' },
      { type: 'trouble', words: 'Nobody answers.' },
    ]);
  });
});

describe('Numbers of a chart', () => {
  for (const [value, words] of [
    [2, '2'],
    [0, '0'],
    [0.5, '0.5000'],
    [0.123456, '0.1235'],
    [-12.3456, '-12.35'],
    [1234.5678, '1,235'],
    [123_456_789, '123,456,789'],
    [1.5e12, '1.5E12'],
    [0.000012345, '1.235E-5'],
    [-1e300, '-1E300'],
  ] as const) {
    it(`are short and can be compared: ${value} as ${words}`, () => assert.equal(valueText(value), words));
  }

  it('have no more digits on an axis than it takes', () => {
    assert.deepEqual([0, 0.5, 2, 1500, 2e10, 1e-7].map(tickText), ['0', '0.5', '2', '1,500', '2E10', '1E-7']);
  });
});

describe('The looks of lines', () => {
  const lines = (...ids: readonly string[]) => {
    const data = new ChartData();
    data.setJobs(ids.map((id) => aJob({ id })));
    for (const id of ids) {
      const columns = { train_loss: [1], valid_loss: [1], full_valid_loss: [1] };
      data.addPoints(aJob({ id }), { steps: [1], columns });
    }
    return data.lines('loss');
  };

  it('are a colour a line for one job, and a colour a job for several', () => {
    const colors = (...ids: readonly string[]): number => new Set(looks(lines(...ids)).map(({ color }) => color)).size;
    assert.equal(colors('a'), 3);
    assert.equal(colors('a', 'b'), 2);
  });

  it('tell by dashes what was not trained on', () => {
    const [train, valid, full] = looks(lines('a', 'b'));
    assert.equal(train?.dash, undefined);
    assert.notDeepEqual(valid?.dash, full?.dash);
    assert.ok(valid?.dash && full?.dash);
  });
});

describe('The range of a chart', () => {
  const run = { from: 0, to: 100 };

  it('shrinks about a place, and is the whole run again when it is as wide', () => {
    assert.deepEqual(zoomed(run, 0.5, 50, run), { from: 25, to: 75 });
    assert.deepEqual(zoomed(run, 0.5, 0, run), { from: 0, to: 50 });
    assert.equal(zoomed({ from: 25, to: 75 }, 2, 50, run), undefined);
  });

  it('moves no further than the run goes', () => {
    assert.deepEqual(moved({ from: 20, to: 40 }, 0.25, run), { from: 25, to: 45 });
    assert.deepEqual(moved({ from: 0, to: 40 }, -0.25, run), { from: 0, to: 40 });
    assert.deepEqual(moved({ from: 60, to: 95 }, 0.25, run), { from: 65, to: 100 });
  });
});

describe('What a chart remembers', () => {
  it('is read back as it was', () => {
    const state = {
      ...firstState,
      jobs: [{ connection: 'local', id: 'a' }],
      range: { from: 1, to: 2 },
      smoothing: 0.5,
    };
    assert.deepEqual(readState(JSON.parse(JSON.stringify(state))), state);
  });

  it('is as at first where it makes no sense', () => {
    assert.equal(readState(undefined), undefined);
    const odd = {
      jobs: [1, { id: 2 }],
      isLog: 'yes',
      smoothing: 7,
      range: { from: 2, to: 1 },
      hidden: [3],
      quantity: 4,
    };
    assert.deepEqual(readState(odd), { ...firstState, smoothing: 0.98 });
  });
});

describe('The table of a chart', () => {
  const data = dataOf({ train_loss: Array.from({ length: 250 }, (_, i) => i), valid_loss: [null, 7] });

  it('has a row a step, with holes where nothing was measured', () => {
    assert.deepEqual(tableRows(data.lines('loss'), [1, 2, 250]), [
      [1, 0, undefined],
      [2, 1, 7],
      [250, 249, undefined],
    ]);
  });

  it('has the steps that the chart shows', () => {
    const steps = [1, 2, 4, 8, 16];
    const shown = (from: number, to: number): readonly number[] => steps.slice(...indicesOf(steps, { from, to }));
    assert.deepEqual(shown(2, 8), [2, 4, 8]);
    assert.deepEqual(shown(1.5, 8.5), [2, 4, 8]);
    assert.deepEqual(shown(0, 99), steps);
    assert.deepEqual(shown(5, 7), []);
  });
});

describe('The CSV of a chart', () => {
  it('has all numbers as they were told, and empty cells where there are none', () => {
    const data = dataOf({ train_loss: [0.123456789, null, 3], valid_loss: [null, 2] });
    const text = chartCsv(data.lines(), ({ series }) => series.metric);
    assert.equal(text, 'step,train_loss,valid_loss\n1,0.123456789,\n2,,2\n3,3,\n');
  });

  it('has headings that no spreadsheet takes for a formula or for two cells', () => {
    const text = chartCsv(dataOf({ a: [1], b: [1] }).lines(), ({ series }) =>
      series.metric === 'a' ? '=1+1' : 'x,"y"',
    );
    assert.equal(text.split('\n')[0], `step,'=1+1,"x,""y"""`);
  });
});

describe('Keys on a chart', () => {
  it('step, zoom and move; others are left to VS Code', () => {
    assert.deepEqual(chartKey({ key: 'ArrowRight', shiftKey: false }), { type: 'step', by: 1 });
    assert.deepEqual(chartKey({ key: 'ArrowRight', shiftKey: true }), { type: 'move', part: 0.25 });
    assert.deepEqual(chartKey({ key: '=', shiftKey: false }), { type: 'zoom', factor: 0.5 });
    assert.deepEqual(chartKey({ key: 'Escape', shiftKey: false }), { type: 'wholeRun' });
    assert.equal(chartKey({ key: 'Tab', shiftKey: false }), undefined);
  });
});
