import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/time.ts';
import { askUntil } from '../../support/askUntil.ts';
import { ServerFixture, type Json, type TestClient } from '../../support/serverHarness.ts';
import { startProgram } from '../../support/serverProgram.ts';

const model = 'baseline-1';

/** A request of a batch that asks `content`. */
function line(custom_id: string, content: string, body: object = {}): object {
  const messages = [{ role: 'user', content }];
  return { custom_id, method: 'POST', url: '/v1/chat/completions', body: { model, messages, ...body } };
}

async function create(server: TestClient, lines: readonly (object | string)[], fields = {}): Promise<Json> {
  const text = lines.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');
  const input_file_id = await server.upload(text, 'requests.jsonl', 'batch');
  const endpoint = '/v1/chat/completions';
  return server.post('/batches', {
    input_file_id,
    endpoint,
    completion_window: '24h',
    metadata: { run: '1' },
    ...fields,
  });
}

/** The batch as soon as `isReached` holds. */
function until(server: TestClient, id: string, isReached: (batch: Json) => boolean): Promise<Json> {
  return askUntil(() => server.get(`/batches/${id}`), isReached);
}

const isOver = ({ status }: Json): boolean => ['completed', 'failed', 'cancelled', 'expired'].includes(status);

async function results(server: TestClient, file: string | undefined): Promise<Json[]> {
  if (file === undefined) return [];
  const text = (await server.get(`/files/${file}/content`)) as string;
  return text
    .trimEnd()
    .split('\n')
    .map((each) => JSON.parse(each));
}

const idsOf = (lines: readonly Json[]): string[] => lines.map(({ custom_id }) => custom_id);

describe('A batch', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('answers each line as the chat would, and puts what failed into a file of its own', async () => {
    const server = await fixture.start();
    const lines = [
      line('one', 'a b'),
      line('two', 'fail'),
      line('three', 'x', { model: 'gpt-9' }),
      line('four', 'c', { max_completion_tokens: 1 }),
      line('five', 'c', { stream: true }),
    ];
    const created = await create(server, lines, { output_expires_after: { anchor: 'created_at', seconds: 7200 } });
    assert.match(created.id, /^batch_\w{24}$/);
    assert.equal(created.status, 'validating');
    assert.deepEqual(created.request_counts, { total: 0, completed: 0, failed: 0 });
    assert.equal(created.expires_at - created.created_at, 24 * 60 * 60);
    const batch = await until(server, created.id, isOver);
    assert.deepEqual([batch.status, batch.metadata], ['completed', { run: '1' }]);
    assert.deepEqual(batch.request_counts, { total: 5, completed: 2, failed: 3 });
    assert.ok(batch.created_at <= batch.in_progress_at && batch.in_progress_at <= batch.finalizing_at);
    assert.ok(batch.finalizing_at <= batch.completed_at);
    const output = await results(server, batch.output_file_id);
    assert.deepEqual(
      output.map(({ custom_id, response, error }) => [
        custom_id,
        response.status_code,
        response.body.choices[0].message.content,
        error,
      ]),
      [
        ['one', 200, 'base a b', null],
        ['four', 200, 'base', null],
      ],
    );
    const errors = await results(server, batch.error_file_id);
    assert.deepEqual(
      errors.map(({ custom_id, response, error }) => [
        custom_id,
        response.status_code,
        response.body.error.param,
        error,
      ]),
      [
        ['two', 400, null, null],
        ['three', 404, 'model', null],
        ['five', 400, 'stream', null],
      ],
    );
    for (const { id, response } of [...output, ...errors]) {
      assert.match(id, /^batch_req_\w{24}$/);
      assert.match(response.request_id, /^req_\w{24}$/);
    }
    const file = await server.get(`/files/${batch.output_file_id}`);
    assert.deepEqual([file.purpose, file.filename], ['batch_output', `${batch.id}_output.jsonl`]);
    assert.equal(file.expires_at - file.created_at, 7200);
    assert.equal(server.server.activeJobs(), 0);
  });

  it('of a file that cannot be run fails, and says why line by line', async () => {
    const server = await fixture.start();
    const good = line('one', 'a') as Record<string, unknown>;
    const lines = [
      good,
      '{"custom_id": "two",',
      '[]',
      { ...good, custom_id: undefined },
      good,
      { ...good, custom_id: 'six', method: 'GET' },
      { ...good, custom_id: 'seven', url: '/v1/embeddings' },
      { ...good, custom_id: 'eight', body: 'text' },
      { ...good, custom_id: 'nine', body: undefined },
    ];
    const batch = await until(server, (await create(server, lines)).id, isOver);
    assert.equal(batch.status, 'failed');
    assert.equal(batch.errors.object, 'list');
    assert.deepEqual(
      batch.errors.data.map((problem: Json) => [problem.line, problem.code, problem.param]),
      [
        [2, 'invalid_json_line', null],
        [3, 'invalid_json_line', null],
        [4, 'missing_required_parameter', 'custom_id'],
        [5, 'duplicate_custom_id', 'custom_id'],
        [6, 'invalid_value', 'method'],
        [7, 'url_mismatch', 'url'],
        [8, 'invalid_type', 'body'],
        [9, 'missing_required_parameter', 'body'],
      ],
    );
    assert.equal(batch.output_file_id, undefined);
    const empty = await until(server, (await create(server, [' '])).id, isOver);
    assert.deepEqual([empty.status, empty.errors.data[0].code], ['failed', 'empty_file']);
    const tooMany = Array.from({ length: 50_001 }, (_, index) => line(String(index), ''));
    const long = await until(server, (await create(server, tooMany)).id, isOver);
    assert.deepEqual([long.status, long.errors.data[0].code], ['failed', 'too_many_tasks']);
  });

  it('goes on after a crash of the engine, with the next line', async () => {
    const server = await fixture.start();
    const { id } = await create(server, [line('one', 'crash'), line('two', 'a')]);
    const batch = await until(server, id, isOver);
    assert.deepEqual(batch.request_counts, { total: 2, completed: 1, failed: 1 });
    const [crashed] = await results(server, batch.error_file_id);
    assert.deepEqual([crashed.custom_id, crashed.response.status_code], ['one', 500]);
    assert.equal(crashed.response.body.error.type, 'server_error');
  });

  it('that is cancelled stops at once and keeps what it has answered', async () => {
    const server = await fixture.start({ holdsAnswers: true });
    const { id } = await create(server, [line('one', 'a'), line('two', 'hold'), line('three', 'b')]);
    await until(server, id, (batch) => batch.request_counts.completed === 1);
    assert.equal(server.server.activeJobs(), 1);
    assert.equal((await server.post(`/batches/${id}/cancel`)).status, 'cancelling');
    const batch = await until(server, id, isOver);
    assert.equal(batch.status, 'cancelled');
    assert.ok(batch.cancelling_at <= batch.cancelled_at);
    assert.deepEqual(idsOf(await results(server, batch.output_file_id)), ['one']);
    assert.equal((await server.post(`/batches/${id}/cancel`)).status, 'cancelled');
  });

  it('does not keep others waiting: a second batch and a chat are answered meanwhile', async () => {
    const server = await fixture.start({ holdsAnswers: true });
    const { id } = await create(server, [line('one', 'a'), line('two', 'hold')]);
    await until(server, id, (batch) => batch.request_counts.completed === 1);
    const second = await until(server, (await create(server, [line('one', 'b')])).id, isOver);
    assert.equal(second.status, 'completed');
    const { choices } = await server.post('/chat/completions', { model, messages: [{ role: 'user', content: 'c' }] });
    assert.equal(choices[0].message.content, 'base c');
  });

  const five = [line('1', 'a'), line('2', 'fail'), line('3', 'hold'), line('4', 'b'), line('5', 'c')];
  const isHeld = ({ request_counts: { completed, failed } }: Json): boolean => completed + failed === 2;

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`goes on after ${signal} where it stopped, and answers no line twice`, async () => {
      const folder = await fixture.folder();
      const first = await startProgram(folder, { holdsAnswers: true });
      const { id } = await create(first, five);
      await until(first, id, isHeld);
      await first.end(signal);
      const server = await fixture.start({}, {}, folder);
      const batch = await until(server, id, isOver);
      assert.deepEqual(batch.request_counts, { total: 5, completed: 4, failed: 1 });
      assert.deepEqual(idsOf(await results(server, batch.output_file_id)), ['1', '3', '4', '5']);
      assert.deepEqual(idsOf(await results(server, batch.error_file_id)), ['2']);
    });
  }

  it('expires after its day: what was not answered is said so', async () => {
    const first = await fixture.start({ holdsAnswers: true });
    const { id } = await create(first, five);
    await until(first, id, isHeld);
    await fixture.stop(first);
    const clock = { ...systemClock, now: () => Date.now() + 24 * 60 * 60 * 1000 };
    const server = await fixture.start({}, { clock }, first.folder);
    const batch = await until(server, id, isOver);
    assert.equal(batch.status, 'expired');
    assert.ok(batch.expired_at >= batch.expires_at);
    assert.deepEqual(idsOf(await results(server, batch.output_file_id)), ['1']);
    const errors = await results(server, batch.error_file_id);
    assert.deepEqual(
      errors.map(({ custom_id, response, error }) => [custom_id, response?.status_code, error?.code]),
      [
        ['2', 400, undefined],
        ['3', undefined, 'batch_expired'],
        ['4', undefined, 'batch_expired'],
        ['5', undefined, 'batch_expired'],
      ],
    );
  });

  it('whose file was deleted while the server was away fails with a sentence', async () => {
    const first = await fixture.start({ holdsAnswers: true });
    const { id, input_file_id } = await create(first, five);
    await until(first, id, isHeld);
    await first.ask('DELETE', `/files/${input_file_id}`);
    await fixture.stop(first);
    const server = await fixture.start({}, {}, first.folder);
    const batch = await until(server, id, isOver);
    assert.equal(batch.status, 'failed');
    assert.equal(batch.errors.data[0].message, 'The input file was deleted before the batch was done.');
  });
});

describe('Requests for batches', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('are refused for a wrong file, endpoint or window, and name the field', async () => {
    const server = await fixture.start();
    const input_file_id = await server.upload('', 'requests.jsonl', 'batch');
    const good = { input_file_id, endpoint: '/v1/chat/completions', completion_window: '24h' };
    const belowMin = 'number_below_min_value';
    const cases: readonly (readonly [object, string, string])[] = [
      [{ input_file_id: undefined }, 'input_file_id', 'missing_required_parameter'],
      [{ input_file_id: 'file-x' }, 'input_file_id', 'invalid_file'],
      [{ input_file_id: await server.upload() }, 'input_file_id', 'invalid_file_purpose'],
      [{ endpoint: '/v1/embeddings' }, 'endpoint', 'invalid_value'],
      [{ completion_window: '1h' }, 'completion_window', 'invalid_value'],
      [{ metadata: { a: 1 } }, 'metadata.a', 'invalid_type'],
      [{ output_expires_after: { anchor: 'created_at', seconds: 60 } }, 'output_expires_after.seconds', belowMin],
      [{ window: '24h' }, 'window', 'unknown_parameter'],
    ];
    for (const [fields, param, code] of cases) {
      const { status, body } = await server.ask('POST', '/batches', { ...good, ...fields });
      assert.deepEqual([status, body.error.param, body.error.code], [400, param, code]);
    }
    assert.deepEqual((await server.get('/batches')).data, []);
  });

  it('list them page by page, newest first; what is over cannot be cancelled', async () => {
    const server = await fixture.start();
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      const { id } = await create(server, [line(name, name)]);
      await until(server, id, isOver);
      ids.unshift(id);
    }
    const first = await server.get('/batches?limit=2');
    assert.deepEqual([first.first_id, first.last_id, first.has_more], [ids[0], ids[1], true]);
    const second = await server.get(`/batches?limit=2&after=${first.last_id}`);
    assert.deepEqual([second.data.map(({ id }: Json) => id), second.has_more], [[ids[2]], false]);
    const cancel = await server.ask('POST', `/batches/${ids[0]}/cancel`);
    assert.deepEqual([cancel.status, cancel.body.error.code], [409, 'invalid_state']);
    const unknown = await server.ask('GET', '/batches/batch_x');
    assert.deepEqual([unknown.status, unknown.body.error.message], [404, `No batch found with id 'batch_x'.`]);
  });
});
