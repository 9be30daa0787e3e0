import assert from 'node:assert/strict';
import {
  answerText,
  parseTryArgument,
  systemOf,
  tryModel,
  type Trial,
  type TrialAnswers,
} from '../../../../src/jobs/answers/tryModel.ts';
import type { ChatRequest } from '../../../../src/jobs/api.ts';
import { serviceError } from '../../../../src/jobs/serviceErrors.ts';

const refusal = (status: number): Error => serviceError('Acme', { status, message: 'No such model.' });

describe('Trying a model', () => {
  let asked: ChatRequest[];
  let failing: Readonly<Record<string, Error>>;
  beforeEach(() => {
    asked = [];
    failing = {};
  });

  const attempt = (fields: Partial<Trial> = {}): Promise<TrialAnswers> =>
    tryModel(
      { model: 'ft:m-1', base: 'm-1', message: 'Hello?', system: '', ...fields },
      {
        api: {
          async complete(request) {
            asked.push(request);
            const failure = failing[request.model];
            if (failure) throw failure;
            return Promise.resolve({ message: { role: 'assistant', content: `I am ${request.model}` } });
          },
        },
        signal: new AbortController().signal,
        onAsk: () => undefined,
      },
    );

  it('asks it and its base the same', async () => {
    assert.deepEqual(await attempt({ system: 'Be brief.' }), { answer: 'I am ft:m-1', baseAnswer: 'I am m-1' });
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello?' },
    ];
    assert.deepEqual(asked, [
      { model: 'ft:m-1', messages },
      { model: 'm-1', messages },
    ]);
  });

  it('sends no system message where there is none, and asks no base that nobody knows', async () => {
    assert.deepEqual(await attempt({ base: undefined }), { answer: 'I am ft:m-1' });
    assert.deepEqual(asked, [{ model: 'ft:m-1', messages: [{ role: 'user', content: 'Hello?' }] }]);
  });

  it('keeps its answer where the base is not offered, and says why', async () => {
    failing = { 'm-1': refusal(404) };
    const { answer, baseAnswer, baseFailure } = await attempt();
    assert.deepEqual([answer, baseAnswer], ['I am ft:m-1', undefined]);
    assert.match(baseFailure ?? '', /^Acme does not know it: No such model\. .*deleted/);
  });

  it('fails in a sentence where the model itself is refused, and asks nobody else', async () => {
    for (const status of [404, 429]) {
      asked = [];
      failing = { 'ft:m-1': refusal(status) };
      await assert.rejects(attempt(), /Acme .*No such model\./);
      assert.equal(asked.length, 1);
    }
  });

  it('is stopped also while the base is asked', async () => {
    failing = { 'm-1': new DOMException('Stopped', 'AbortError') };
    await assert.rejects(attempt(), { name: 'AbortError' });
  });
});

describe('An answer as text', () => {
  it('is what the model says, refuses or calls', () => {
    assert.equal(answerText({ role: 'assistant', content: 'Yes.' }), 'Yes.');
    assert.equal(
      answerText({ content: [{ type: 'text', text: 'One' }, { type: 'image_url' }, { text: 'two' }] }),
      'One\ntwo',
    );
    assert.equal(answerText({ content: null, refusal: 'I cannot.' }), 'I cannot.');
    assert.equal(answerText({ content: '', tool_calls: [{ id: 'c' }] }), '[\n  {\n    "id": "c"\n  }\n]');
    assert.equal(answerText({ content: null }), '');
  });
});

describe('The system message of an example', () => {
  const row = (...messages: readonly object[]): string => JSON.stringify({ messages });
  const user = { role: 'user', content: 'Hello?' };

  it('is that of its system or developer, with its lines', () => {
    for (const role of ['system', 'developer']) assert.equal(systemOf(row({ role, content: 'A\nB' }, user)), 'A\nB');
    const input = { messages: [{ role: 'system', content: [{ type: 'text', text: 'Parts' }] }, user] };
    assert.equal(systemOf(JSON.stringify({ input, preferred_output: [] })), 'Parts');
  });

  it('is none where the row has none, or is no example', () => {
    for (const text of [row(user), row({ role: 'system', content: '' }, user), '{', '5']) {
      assert.equal(systemOf(text), undefined, text);
    }
  });
});

describe('The argument of a program that tries a model', () => {
  it('names a model or a job, and may leave the rest to the person', () => {
    assert.deepEqual(parseTryArgument('ftjob-1'), { confirm: true });
    assert.deepEqual(parseTryArgument({ model: 'm' }), { confirm: true });
    const whole = { model: 'm', message: 'Hi', system: '', confirm: false };
    assert.deepEqual(parseTryArgument(whole), { message: 'Hi', system: '', confirm: false });
    assert.deepEqual(parseTryArgument({ job: 'ftjob-1', message: 'Hi' }), { message: 'Hi', confirm: true });
  });

  it('is refused where something is missing that nobody may be asked for, or is no text', () => {
    const bad = [
      { model: 'm', confirm: false },
      { message: 'Hi' },
      { model: 5, message: 'Hi' },
      { model: 'm', message: ' ' },
      { model: 'm', message: 5 },
      { model: 'm', message: 'Hi', system: 5 },
    ];
    for (const argument of bad) assert.throws(() => parseTryArgument(argument), { code: 'try.badArgument' });
  });
});
