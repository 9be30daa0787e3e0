import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { IdleWatch } from '../../../src/server/idle.ts';
import { secureRandomText } from '../../../src/server/ids.ts';
import { isSameKey } from '../../../src/server/key.ts';
import { readLines } from '../../../src/server/lineReader.ts';
import { takeLock } from '../../../src/server/lock.ts';
import { openLog } from '../../../src/server/log.ts';
import { fineTunedName } from '../../../src/server/models.ts';
import { parseTrainEvent } from '../../../src/server/training/trainEvents.ts';
import { FakeClock } from '../../support/fakeClock.ts';

/** A new folder for each test of a suite. */
function useFolder(): (name: string) => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finetune-server-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return (name) => join(folder, name);
}

describe('The lock of a data folder', () => {
  const inFolder = useFolder();

  it('is held by one at a time', () => {
    const path = inFolder('lock.sqlite');
    const first = takeLock(path);
    assert.ok(first);
    assert.equal(takeLock(path), undefined);
    first.dispose();
    const second = takeLock(path);
    assert.ok(second);
    second.dispose();
  });
});

describe('The log', () => {
  const inFolder = useFolder();

  it('has the time and the level, leaves out what is below its level, and starts anew when it is full', async () => {
    const path = inFolder('server.log');
    const log = openLog(path, 'info', new FakeClock(), 60);
    log.debug('unseen');
    log.info('one');
    log.warn('two');
    log.error('three');
    assert.equal(
      await readFile(`${path}.1`, 'utf8'),
      '1970-01-01T00:00:00.000Z info  one\n1970-01-01T00:00:00.000Z warn  two\n',
    );
    assert.equal(await readFile(path, 'utf8'), '1970-01-01T00:00:00.000Z error three\n');
  });

  it('stops nobody when it cannot be written', () => {
    openLog(inFolder('missing/server.log'), 'info', new FakeClock()).info('one');
  });
});

describe('IdleWatch', () => {
  it('ends a server after its time without requests and jobs', () => {
    const clock = new FakeClock();
    let isBusy = false;
    let ends = 0;
    const watch = new IdleWatch(
      clock,
      600,
      () => isBusy,
      () => ends++,
    );
    clock.advance(599);
    watch.onActivity(1);
    clock.advance(5000);
    assert.equal(ends, 0, 'a request is open');
    watch.onActivity(0);
    isBusy = true;
    clock.advance(5000);
    assert.equal(ends, 0, 'a job is active');
    isBusy = false;
    clock.advance(600);
    assert.equal(ends, 1);
  });

  it('does nothing after it was disposed', () => {
    const clock = new FakeClock();
    new IdleWatch(
      clock,
      600,
      () => false,
      () => assert.fail(),
    ).dispose();
    clock.advance(601);
  });
});

describe('secureRandomText', () => {
  it('has letters and digits of the wanted length, never the same', () => {
    const texts = Array.from({ length: 100 }, () => secureRandomText(24));
    for (const text of texts) assert.match(text, /^[A-Za-z0-9]{24}$/);
    assert.equal(new Set(texts).size, 100);
  });
});

describe('isSameKey', () => {
  for (const [other, expected] of [
    ['sk-1', true],
    ['sk-2', false],
    ['sk-11', false],
    ['', false],
  ] as const) {
    it(`says ${expected} of sk-1 and "${other}"`, () => assert.equal(isSameKey('sk-1', other), expected));
  }
});

describe('fineTunedName', () => {
  it('has the base, the suffix as far as it can stand in an id, and something unique', () => {
    assert.equal(fineTunedName('baseline-1', 'My: run/ü', 'a1b2'), 'ft:baseline-1:local:My--run--:a1b2');
    assert.equal(fineTunedName('baseline-1', undefined, 'a1b2'), 'ft:baseline-1:local::a1b2');
  });
});

describe('readLines', () => {
  it('splits at LF alone, whatever the pieces of the stream', async () => {
    const text = 'one\u2028still one\r\nzwölf\n\nlast';
    const bytes = Buffer.from(text);
    const lines: string[] = [];
    const stream = Readable.from(Array.from(bytes, (_, index) => bytes.subarray(index, index + 1)));
    readLines(stream, 1000, (line) => lines.push(line));
    await once(stream, 'end');
    assert.deepEqual(lines, ['one\u2028still one\r', 'zwölf', '', 'last']);
  });
});

describe('parseTrainEvent', () => {
  const metrics = { train_loss: 1, train_mean_token_accuracy: 0.5 };
  const known: readonly unknown[] = [
    {
      type: 'started',
      total_steps: 3,
      step: 0,
      hyperparameters: { n_epochs: 1, batch_size: 1, learning_rate_multiplier: 1 },
    },
    { type: 'metrics', step: 1, total_steps: 3, metrics },
    { type: 'checkpoint', step: 1, epoch: 1, metrics },
    { type: 'paused', step: 1 },
    { type: 'succeeded', trained_tokens: 5 },
    { type: 'failed', code: 'a', message: 'b' },
  ];
  for (const message of known) {
    it(`knows ${JSON.stringify(message)}`, () => assert.deepEqual(parseTrainEvent(message), message));
  }

  const unknown: readonly unknown[] = [
    null,
    3,
    'started',
    [],
    {},
    { type: 'toString' },
    { type: 'started', total_steps: 3, step: 0 },
    { type: 'metrics', step: -1, total_steps: 3, metrics },
    { type: 'metrics', step: 1, total_steps: 3 },
    { type: 'checkpoint', step: 1.5, metrics },
    { type: 'succeeded' },
    { type: 'failed', message: 'b' },
  ];
  for (const message of unknown) {
    it(`knows nothing of ${JSON.stringify(message)}`, () => assert.equal(parseTrainEvent(message), undefined));
  }

  it('leaves out what is no number', () => {
    const message = {
      type: 'metrics',
      step: 1,
      total_steps: 3,
      metrics: { train_loss: null, valid_loss: 'x', other: 2 },
    };
    assert.deepEqual(parseTrainEvent(message), { ...message, metrics: { other: 2 } });
  });
});
