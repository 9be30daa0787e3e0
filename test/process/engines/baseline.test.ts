import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readLines } from '../../../src/engines/lines.ts';
import type { CompletionEvent, TrainEvent } from '../../../src/engines/engine.ts';
import { animalRows, ofType, runFolder, trainHere } from '../../support/engineRun.ts';
import { realEngine } from '../../support/programs.ts';

class Engine {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<unknown[]>;
  #stderr = '';

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [realEngine, ...args]);
    this.#exit = once(this.child, 'close');
    this.child.stderr.on('data', (text) => (this.#stderr += text));
  }

  /** Events until the process ends. */
  async *events<T>(): AsyncGenerator<T> {
    for await (const line of readLines(this.child.stdout)) yield JSON.parse(line) as T;
  }

  async exit(): Promise<{ code: unknown; stderr: string }> {
    const [code] = await this.#exit;
    return { code, stderr: this.#stderr };
  }
}

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const event of events) list.push(event);
  return list;
}

describe('The engine’s program', () => {
  it('pauses when it is told to, and goes on as a new process with the result of a run that never stopped', async () => {
    const options = { training: animalRows(4000), hyperparameters: { n_epochs: 1, batch_size: 1 } };
    await using folder = await runFolder(options);
    const first = new Engine('train', folder.path);
    const events: TrainEvent[] = [];
    for await (const event of first.events<TrainEvent>()) {
      events.push(event);
      if (event.type === 'metrics' && event.step === 10) first.child.stdin.write('{"type":"pause"}\n');
    }
    assert.deepEqual(await first.exit(), { code: 0, stderr: '' });
    const { step } = ofType(events, 'paused')[0]!;
    assert.ok(step >= 10 && step < 4000);
    const second = await all(new Engine('train', folder.path).events<TrainEvent>());
    assert.equal(ofType(second, 'started')[0]!.step, step);
    await using whole = await runFolder(options);
    assert.deepEqual(second.slice(1), (await trainHere(whole)).slice(1));
    assert.deepEqual(await folder.read('model', 'weights.bin'), await whole.read('model', 'weights.bin'));
  });

  it('hears that its input ends in the middle of a long step, and ends at once', async () => {
    await using folder = await runFolder({
      training: animalRows(20_000),
      hyperparameters: { n_epochs: 1, batch_size: 20_000 },
    });
    const engine = new Engine('train', folder.path);
    const types: string[] = [];
    for await (const { type } of engine.events<TrainEvent>()) {
      types.push(type);
      engine.child.stdin.end();
    }
    assert.deepEqual(types, ['started']);
    assert.equal((await engine.exit()).code, 0);
  });

  it('says in an event why a run cannot start', async () => {
    await using folder = await runFolder({ training: 'no JSON' });
    const engine = new Engine('train', folder.path);
    const events = await all(engine.events<TrainEvent>());
    const message = 'Line 1 of train.jsonl is not valid JSON.';
    assert.deepEqual(events, [{ type: 'failed', code: 'invalid_json', message }]);
    assert.deepEqual(await engine.exit(), { code: 0, stderr: '' });
  });

  it('answers as the untrained base model', async () => {
    const engine = new Engine('serve', 'baseline-1');
    engine.child.stdin.end('{"id":"1","messages":[{"role":"user","content":"Hi"}],"temperature":0}\n');
    const events = await all(engine.events<CompletionEvent>());
    assert.deepEqual(
      events.map(({ id, type }) => [id, type]),
      [['1', 'completed']],
    );
    assert.deepEqual(await engine.exit(), { code: 0, stderr: '' });
  });

  it('tells how it is used, and fails for a model that is not there', async () => {
    const [usage, missing] = [new Engine('learn'), new Engine('serve', '/nowhere')];
    assert.equal((await usage.exit()).code, 2);
    const { code, stderr } = await missing.exit();
    assert.equal(code, 1);
    assert.match(stderr, /model cannot be read/);
  });
});
