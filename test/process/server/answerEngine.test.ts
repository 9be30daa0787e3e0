import assert from 'node:assert/strict';
import { silentLogger } from '../../../src/common/logger.ts';
import { AnswerEngine, type AnswerEvent } from '../../../src/server/chat/answerEngine.ts';
import type { EngineSpec } from '../../../src/server/engines.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { fakeEngine, ServerFixture } from '../../support/serverHarness.ts';

describe('A process that answers', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });

  const start = async (change: Partial<EngineSpec> = {}): Promise<AnswerEngine> => {
    const spec = { ...fakeEngine(), folder: await fixture.folder(), ...change };
    return new AnswerEngine(spec, 'baseline-1', silentLogger, clock);
  };
  const answer = async (engine: AnswerEngine, id: string): Promise<string> => {
    const events: AnswerEvent[] = [];
    for await (const event of engine.answer({ id, messages: [{ role: 'user', content: 'Hi' }] })) events.push(event);
    return events.map((event) => (event.type === 'delta' ? event.text : '')).join('');
  };

  it('ends when nobody has asked it for a minute, and not before', async () => {
    const engine = await start();
    assert.equal(await answer(engine, '1'), 'base Hi');
    clock.advance(59_999);
    assert.equal(engine.isEnding, false);
    assert.equal(await answer(engine, '2'), 'base Hi');
    clock.advance(59_999);
    assert.equal(engine.isEnding, false, 'the minute begins again');
    clock.advance(1);
    assert.equal(engine.isEnding, true);
    await engine.ended;
  });

  it('is ended a second after it was told to go and did not', async () => {
    const command = [process.execPath, '-e', 'setInterval(() => undefined, 1000)'];
    const engine = await start({ command });
    engine.end();
    clock.advance(1000);
    await engine.ended;
  });

  it('whose program is missing says so to who asks', async () => {
    const engine = await start({ command: ['/nowhere/engine'] });
    await assert.rejects(answer(engine, '1'), {
      message: 'The engine "fake" could not be started: there is no program /nowhere/engine.',
    });
    assert.equal(engine.isEnding, true);
  });
});
