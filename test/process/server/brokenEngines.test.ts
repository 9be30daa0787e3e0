import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineSettings } from '../../../src/common/engineSettings.ts';
import { silentLogger } from '../../../src/common/logger.ts';
import { systemClock } from '../../../src/common/time.ts';
import { TrainingRun } from '../../../src/server/training/trainingRun.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { fakeEngine, ServerFixture, type TestServer } from '../../support/serverHarness.ts';

const program = fileURLToPath(new URL('../../support/brokenEngine.mjs', import.meta.url));

function brokenEngine(habit: string, command: readonly string[] = [process.execPath, program, habit]): EngineSettings {
  return { name: 'broken', command, models: ['broken-1'], methods: ['supervised'] };
}

describe('An engine of somebody else', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  const start = (engine: EngineSettings, options: object = {}): Promise<TestServer> =>
    fixture.start({}, { engines: [fakeEngine({ steps: 2 }), engine], ...options });

  const crashed = (reason: string): string =>
    `The job failed due to an internal error: the training process ended unexpectedly (${reason}) 3 times in a row; the server’s log has its last words.`;
  const broke = (what: string): string => `The engine "broken" was ended: ${what}.`;
  const failures: Readonly<Record<string, string>> = {
    'prints text': broke('line 1 of its output is not JSON'),
    'prints NaN': broke('line 1 of its output is not JSON'),
    'never ends a line': broke('line 1 of its output is longer than 1 MiB'),
    'makes events up': broke('line 1 of its output is no event of the engine protocol'),
    'does not say that it starts': broke('line 1 of its output comes before "started"'),
    'says nothing at all': crashed('exit code 0 without a last event'),
    'succeeds without a model': 'The job failed due to an internal error: the engine left no model.',
    'talks without end': crashed('exit code 3'),
  };
  for (const [habit, message] of Object.entries(failures)) {
    it(`that ${habit} fails its own job with a sentence, and nothing else`, async () => {
      const server = await start(brokenEngine(habit));
      const training_file = await server.upload();
      const id = await server.createJob({ model: 'broken-1', training_file });
      assert.equal((await server.until(id, 'failed')).error.message, message);
      await server.until(await server.createJob({ training_file }), 'succeeded');
    });
  }

  it('whose program is missing fails its job at once', async () => {
    const server = await start(brokenEngine('', ['/nowhere/engine', '--fast']));
    const { error } = await server.until(await server.createJob({ model: 'broken-1' }), 'failed');
    const message = 'The engine "broken" could not be started: there is no program /nowhere/engine.';
    assert.deepEqual(error, { code: 'engine_error', message, param: null });
  });

  it('that is not named any more leaves its job paused, and the job goes on when it is named again', async () => {
    const engine = { ...fakeEngine({ stepsPerEpoch: 1, holdAfter: 2 }), name: 'mine', models: ['mine-1'] };
    const first = await start(engine);
    const id = await first.createJob({ model: 'mine-1' });
    await first.untilEvent(id, /^Checkpoint created at step 2/);
    await fixture.stop(first);
    const second = await fixture.start({}, {}, first.folder);
    await second.until(id, 'paused');
    assert.match((await second.messages(id)).at(-2) ?? '', /^No engine of this server has the model mine-1 any more\./);
    await fixture.stop(second);
    const engines = [{ ...engine, command: fakeEngine({ stepsPerEpoch: 1 }).command }];
    const third = await fixture.start({}, { engines }, first.folder);
    await third.post(`/fine_tuning/jobs/${id}/resume`);
    await third.until(id, 'succeeded');
    assert.ok((await third.messages(id)).includes('Training continues after step 2'));
  });

  it('is listed with its models, and trains with its methods only', async () => {
    const server = await start(brokenEngine('prints text'));
    const { data } = await server.get('/models');
    const models = data.map(({ id, owned_by }: { id: string; owned_by: string }) => [id, owned_by]);
    assert.deepEqual(models, [
      ['baseline-1', 'fake'],
      ['broken-1', 'broken'],
    ]);
    const training_file = await server.upload();
    const request = { model: 'broken-1', training_file, method: { type: 'dpo' } };
    const { status, body } = await server.ask('POST', '/fine_tuning/jobs', request);
    assert.deepEqual([status, body.error.param], [400, 'method.type']);
  });

  it('that breaks the protocol while it answers fails the question with a sentence', async () => {
    const server = await start(brokenEngine('prints text'));
    const question = { model: 'broken-1', messages: [{ role: 'user', content: 'Hi' }] };
    const { status, body } = await server.ask('POST', '/chat/completions', question);
    assert.deepEqual([status, body.error.message], [500, broke('line 1 of its output is not JSON')]);
  });

  it('fills the log with no more than a hundred cut lines in ten seconds', async () => {
    const lines: string[] = [];
    const log = {
      ...silentLogger,
      info: (line: string) => line.startsWith('engine broken: progress') && lines.push(line),
    };
    const server = await start(brokenEngine('talks without end'), { log });
    await server.until(await server.createJob({ model: 'broken-1' }), 'failed');
    assert.ok(lines.length >= 300 && lines.length < 1500, `three starts left ${lines.length} lines`);
    assert.ok(lines.every((line) => line.length < 2100));
  });

  it('runs in a folder of its own, without the secrets of the server', async () => {
    process.env['FINETUNE_API_KEY'] = 'sk-not-for-engines';
    process.env['SOME_SERVICE_TOKEN'] = 'secret';
    process.env['SOME_SETTING'] = 'plain';
    try {
      const server = await start(brokenEngine('tells where it is'));
      const id = await server.createJob({ model: 'broken-1' });
      await server.until(id, 'failed');
      const folder = join(realpathSync(server.folder), 'engines', 'broken');
      const seen = JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8'));
      assert.equal(seen.folder, folder);
      assert.deepEqual(seen.args.slice(1), ['train', join(server.folder, 'runs', id)]);
      assert.ok(seen.names.includes('SOME_SETTING') && seen.names.includes('PATH'));
      assert.ok(!seen.names.includes('FINETUNE_API_KEY') && !seen.names.includes('SOME_SERVICE_TOKEN'));
    } finally {
      for (const name of ['FINETUNE_API_KEY', 'SOME_SERVICE_TOKEN', 'SOME_SETTING']) delete process.env[name];
    }
  });
});

describe('An engine that does not pause', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('is ended after two minutes', async () => {
    const folder = await fixture.folder();
    const clock = new FakeClock();
    await new Promise<void>((resolve, reject) => {
      const engine = { ...brokenEngine('does not pause'), folder };
      const onEvent = (): void => {
        run.pause();
        clock.advance(119_999);
        assert.ok(run.pid !== undefined && process.kill(run.pid, 0), 'it has its time');
        clock.advance(1);
      };
      const run = new TrainingRun(engine, folder, { clock, log: silentLogger, onEvent });
      const check = run.ended.then((end) =>
        assert.deepEqual(end, { type: 'crashed', reason: 'it did not save its state in time' }),
      );
      check.then(resolve, reject);
    });
  });

  it('leaves its job paused, and the job says why', async () => {
    const clock = {
      now: () => systemClock.now(),
      after: (delay: number, callback: () => void) => systemClock.after(delay === 120_000 ? 0 : delay, callback),
    };
    const server = await fixture.start({}, { engines: [brokenEngine('does not pause')], clock });
    const id = await server.createJob({ model: 'broken-1' });
    await server.untilEvent(id, /^Fine-tuning job started/);
    await server.post(`/fine_tuning/jobs/${id}/pause`);
    await server.until(id, 'paused');
    assert.deepEqual((await server.messages(id)).slice(-2), [
      'The training process ended unexpectedly (it did not save its state in time). The job goes on from its last saved state.',
      'Job paused',
    ]);
  });
});
