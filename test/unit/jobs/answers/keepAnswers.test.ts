import assert from 'node:assert/strict';
import type { ChatApi, ChatRequest } from '../../../../src/jobs/api.ts';
import { keepAnswers, type AnswerParts } from '../../../../src/jobs/answers/keepAnswers.ts';
import { questionOf } from '../../../../src/jobs/answers/question.ts';
import { serviceError } from '../../../../src/jobs/serviceErrors.ts';
import { HurriedClock } from '../../../support/launches.ts';

const row = (question: string, answer = `Answer to ${question}`): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer, weight: 1 },
    ],
  });

const rowsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => row(`Q${index + 1}`));

async function* each(rows: readonly string[], onRead: () => void = () => undefined): AsyncGenerator<string> {
  for (const text of rows) {
    onRead();
    yield text;
  }
}

const refusal = (status: number, fields: object = {}) => serviceError('Acme', { status, message: 'No.', ...fields });

describe('The question of a held-out row', () => {
  it('is a chat example without its last answer, which is kept as the reference; weights are not sent', () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'Yes.', weight: 0 },
      { role: 'user', content: 'Two?' },
      { role: 'assistant', content: 'No.', weight: 1 },
    ];
    const tools = [{ type: 'function', function: { name: 'f' } }];
    assert.deepEqual(questionOf(JSON.stringify({ messages, tools, parallel_tool_calls: false })), {
      messages: [messages[0], messages[1], { role: 'assistant', content: 'Yes.' }, messages[3]],
      fields: { tools, parallel_tool_calls: false },
      reference: { role: 'assistant', content: 'No.' },
    });
  });

  it('is all of the messages where none of the assistant is last, and the input of a preference example', () => {
    const messages = [{ role: 'user', content: 'Two?' }];
    assert.deepEqual(questionOf(JSON.stringify({ messages, answer: 4 })), { messages, fields: {} });
    const preferred = { role: 'assistant', content: 'Good.' };
    const pair = { input: { messages }, preferred_output: [preferred], non_preferred_output: [preferred] };
    assert.deepEqual(questionOf(JSON.stringify(pair)), { messages, fields: {}, reference: preferred });
  });

  it('is none of a row that holds no conversation', () => {
    assert.equal(questionOf('{"messages": ['), 'notJson');
    const none = ['[]', '{}', '{"prompt":"a","completion":"b"}', '{"messages":[{"role":"assistant","content":"a"}]}'];
    for (const text of none) assert.equal(questionOf(text), 'noConversation', text);
  });
});

describe('Keeping the answers of a model', () => {
  let kept: string[];
  let asked: ChatRequest[];
  beforeEach(() => {
    kept = [];
    asked = [];
  });

  const parts = (rows: readonly string[], fields: Partial<AnswerParts> = {}): AnswerParts => ({
    api: {
      async complete(request) {
        asked.push(request);
        return { message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop', usage: { total_tokens: 3 } };
      },
    },
    model: 'ft:m-1:acme::1',
    rows: each(rows),
    done: 0,
    keep: async (line) => {
      kept.push(line);
    },
    onProgress: () => undefined,
    clock: new HurriedClock(),
    random: () => 0,
    signal: new AbortController().signal,
    ...fields,
  });
  const keptRows = (): readonly number[] => kept.map((line) => (JSON.parse(line) as { row: number }).row);

  it('writes a line for each row, with model, reference, answer and what it took', async () => {
    assert.equal(await keepAnswers(parts([row('Q1', 'A1')])), 1);
    assert.deepEqual(asked, [{ model: 'ft:m-1:acme::1', messages: [{ role: 'user', content: 'Q1' }] }]);
    assert.deepEqual(
      kept.map((line) => JSON.parse(line) as unknown),
      [
        {
          row: 1,
          model: 'ft:m-1:acme::1',
          reference: { role: 'assistant', content: 'A1' },
          message: { role: 'assistant', content: 'Yes.' },
          finish_reason: 'stop',
          usage: { total_tokens: 3 },
        },
      ],
    );
    assert.ok(kept[0]?.endsWith('\n'));
  });

  it('asks four at a time, keeps the order, and reads no further ahead', async () => {
    let [open, most, read] = [0, 0, 0];
    const waiting: (() => void)[] = [];
    const api: ChatApi = {
      async complete({ messages }) {
        most = Math.max(most, ++open);
        // The last one asked answers first.
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          setImmediate(() => waiting.pop()?.());
        });
        open--;
        return { message: messages[0] ?? {} };
      },
    };
    const ahead: number[] = [];
    const rows = each(rowsOf(40), () => ahead.push(++read - kept.length));
    await keepAnswers(parts([], { api, rows }));
    assert.deepEqual(
      keptRows(),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    assert.equal(most, 4);
    assert.ok(Math.max(...ahead) <= 5, String(Math.max(...ahead)));
  });

  it('goes on where it stopped, and asks nothing twice', async () => {
    const rows = [row('Q1'), '', row('Q2'), row('Q3')];
    const told: number[] = [];
    await keepAnswers(parts(rows, { done: 2, onProgress: (done) => told.push(done) }));
    assert.deepEqual(
      asked.map(({ messages }) => messages[0]?.['content']),
      ['Q3'],
    );
    assert.deepEqual([keptRows(), told], [[3], [3]]);
  });

  it('keeps why a row was not answered: refused by the service, or no conversation', async () => {
    const api: ChatApi = { complete: () => Promise.reject(refusal(400, { code: 'content_filter' })) };
    await keepAnswers(parts([row('Q1'), 'nonsense'], { api }));
    const [refused, skipped] = kept.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(refused?.['status'], 400);
    assert.match(String(refused?.['error']), /Acme refused/);
    assert.deepEqual(skipped, { row: 2, model: 'ft:m-1:acme::1', skipped: 'notJson' });
  });

  it('waits as long as the service asks, all requests together, however often', async () => {
    const clock = new HurriedClock();
    const times: number[] = [];
    let refusals = 12;
    const api: ChatApi = {
      async complete() {
        times.push(clock.now());
        if (refusals-- > 0) throw refusal(429, { retryAfter: 30_000 });
        return { message: {} };
      },
    };
    await keepAnswers(parts(rowsOf(3), { api, clock }));
    assert.equal(kept.length, 3);
    // 12 refusals of three lanes: four rounds of 30 s before the answers.
    assert.ok(clock.now() - (times[0] ?? 0) >= 4 * 30_000);
    assert.equal(times.length, 15);
  });

  it('tries again what may pass, and stops where nothing will: what was kept stays', async () => {
    let calls = 0;
    const passing: ChatApi = {
      async complete() {
        if (++calls % 2 === 1) throw refusal(503);
        return { message: {} };
      },
    };
    await keepAnswers(parts(rowsOf(2), { api: passing }));
    assert.equal(kept.length, 2);
    for (const error of [refusal(404), refusal(401), refusal(429, { code: 'insufficient_quota' }), refusal(500)]) {
      kept = [];
      let answered = 0;
      const api: ChatApi = {
        async complete() {
          if (answered++ < 1) return { message: {} };
          throw error;
        },
      };
      await assert.rejects(keepAnswers(parts(rowsOf(9), { api })), error);
      assert.deepEqual(keptRows(), [1]);
    }
  });

  it('stops when it is asked to, and leaves nothing under way', async () => {
    const controller = new AbortController();
    let open = 0;
    const api: ChatApi = {
      complete: (_, signal) =>
        new Promise((_resolve, reject) => {
          if (++open === 4) setImmediate(() => controller.abort());
          signal?.addEventListener('abort', () => {
            open--;
            reject(signal.reason as Error);
          });
        }),
    };
    await assert.rejects(keepAnswers(parts(rowsOf(9), { api, signal: controller.signal })), { name: 'AbortError' });
    assert.equal(open, 0);
  });
});
