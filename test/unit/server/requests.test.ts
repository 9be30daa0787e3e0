import assert from 'node:assert/strict';
import { readChatRequest } from '../../../src/server/chat/chatRequest.ts';
import { ApiError } from '../../../src/server/errors.ts';
import { readPromptRequest } from '../../../src/server/chat/promptRequest.ts';
import { readJobRequest } from '../../../src/server/jobs/jobRequest.ts';
import { ServerFixture, type TestServer } from '../../support/serverHarness.ts';

/** The refusal's `[param, code]`. */
function refusal(read: () => unknown): readonly [string | undefined, string | undefined] {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ApiError && error.status === 400, String(error));
    return [error.details.param, error.details.code];
  }
  return assert.fail('nothing was refused');
}

describe('readJobRequest', () => {
  const good = { model: 'baseline-1', training_file: 'file-1' };
  const grader = { type: 'string_check', name: 'a', input: '{{sample.output_text}}', reference: 'b', operation: 'eq' };

  it('takes what is left out or null as automatic', () => {
    const { hyperparameters, method, suffix, seed } = readJobRequest({ ...good, suffix: null, seed: null });
    const auto = { n_epochs: 'auto', batch_size: 'auto', learning_rate_multiplier: 'auto' };
    assert.deepEqual(
      { hyperparameters, method, suffix, seed },
      { hyperparameters: auto, method: 'supervised', suffix: undefined, seed: undefined },
    );
  });

  it('reads hyperparameters from the method, and from the deprecated place without one', () => {
    const hyperparameters = { n_epochs: 50, batch_size: 256, learning_rate_multiplier: 0.1 };
    const method = { type: 'supervised', supervised: { hyperparameters } };
    assert.deepEqual(
      readJobRequest({ ...good, method, hyperparameters: { n_epochs: 1 } }).hyperparameters,
      hyperparameters,
    );
    assert.deepEqual(readJobRequest({ ...good, hyperparameters }).hyperparameters, hyperparameters);
  });

  it('reads what only one method has', () => {
    const dpo = readJobRequest({ ...good, method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.5 } } } });
    assert.deepEqual(dpo.hyperparameters, {
      n_epochs: 'auto',
      batch_size: 'auto',
      learning_rate_multiplier: 'auto',
      beta: 0.5,
    });
    const hyperparameters = { eval_samples: 3, reasoning_effort: 'low' };
    const method = { type: 'reinforcement', reinforcement: { grader, hyperparameters } };
    const reinforcement = readJobRequest({ ...good, method });
    assert.deepEqual(reinforcement.grader, grader);
    assert.deepEqual(reinforcement.hyperparameters, {
      n_epochs: 'auto',
      batch_size: 'auto',
      learning_rate_multiplier: 'auto',
      compute_multiplier: 'auto',
      eval_interval: 'auto',
      ...hyperparameters,
    });
  });

  const epochs = 'method.supervised.hyperparameters.n_epochs';
  const supervised = (hyperparameters: unknown): object => ({
    method: { type: 'supervised', supervised: { hyperparameters } },
  });
  const dpo = (hyperparameters: unknown): object => ({ method: { type: 'dpo', dpo: { hyperparameters } } });
  const graded = (grader: object, hyperparameters = {}): object => ({
    method: { type: 'reinforcement', reinforcement: { grader, hyperparameters } },
  });
  const long = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'v']));
  const bad: readonly (readonly [object, string, string | undefined])[] = [
    [{ model: undefined }, 'model', 'missing_required_parameter'],
    [{ model: 3 }, 'model', 'invalid_type'],
    [{ training_file: '' }, 'training_file', 'missing_required_parameter'],
    [{ validation_file: ['file-1'] }, 'validation_file', 'invalid_type'],
    [{ suffix: '' }, 'suffix', 'string_below_min_length'],
    [{ suffix: 'x'.repeat(65) }, 'suffix', 'string_above_max_length'],
    [{ seed: -1 }, 'seed', 'number_below_min_value'],
    [{ seed: 2147483648 }, 'seed', 'number_above_max_value'],
    [{ seed: 1.5 }, 'seed', 'invalid_type'],
    [{ n_epochs: 3 }, 'n_epochs', 'unknown_parameter'],
    [{ hyperparameters: { n_epochs: 0 } }, 'hyperparameters.n_epochs', 'number_below_min_value'],
    [supervised({ n_epochs: 51 }), epochs, 'number_above_max_value'],
    [supervised({ n_epochs: '3' }), epochs, 'invalid_type'],
    [supervised({ batch_size: 257 }), 'method.supervised.hyperparameters.batch_size', 'number_above_max_value'],
    [
      supervised({ learning_rate_multiplier: 0 }),
      'method.supervised.hyperparameters.learning_rate_multiplier',
      'number_below_min_value',
    ],
    [supervised({ beta: 1 }), 'method.supervised.hyperparameters.beta', 'unknown_parameter'],
    [{ method: { type: 'dpo', hyperparameters: {} } }, 'method.hyperparameters', 'unknown_parameter'],
    [{ method: { type: 'dpo', dpo: { n_epochs: 1 } } }, 'method.dpo.n_epochs', 'unknown_parameter'],
    [dpo({ beta: 0 }), 'method.dpo.hyperparameters.beta', 'number_below_min_value'],
    [dpo({ beta: 2.1 }), 'method.dpo.hyperparameters.beta', 'number_above_max_value'],
    [dpo({ eval_samples: 1 }), 'method.dpo.hyperparameters.eval_samples', 'unknown_parameter'],
    [{ method: { type: 'reinforcement' } }, 'method.reinforcement.grader', 'missing_required_parameter'],
    [graded({ type: 'magic' }), 'method.reinforcement.grader.type', 'invalid_grader'],
    [graded({ ...grader, operation: 'equals' }), 'method.reinforcement.grader.operation', 'invalid_grader'],
    [graded({ type: 'label_model' }), 'method.reinforcement.grader.type', 'invalid_grader'],
    ...(
      [
        ['compute_multiplier', 11, 'number_above_max_value'],
        ['eval_interval', 0, 'number_below_min_value'],
        ['eval_samples', 1.5, 'invalid_type'],
        ['reasoning_effort', 'huge', 'invalid_value'],
        ['beta', 1, 'unknown_parameter'],
      ] as const
    ).map(
      ([name, value, code]) =>
        [graded(grader, { [name]: value }), `method.reinforcement.hyperparameters.${name}`, code] as const,
    ),
    [{ method: { type: 'magic' } }, 'method.type', 'invalid_value'],
    [{ method: 'supervised' }, 'method', 'invalid_type'],
    [{ metadata: long }, 'metadata', undefined],
    [{ metadata: { ['k'.repeat(65)]: 'v' } }, 'metadata', undefined],
    [{ metadata: { k: 1 } }, 'metadata.k', 'invalid_type'],
    [{ metadata: { k: 'v'.repeat(513) } }, 'metadata.k', 'string_above_max_length'],
    [{ integrations: [{ type: 'wandb' }] }, 'integrations', 'unsupported_parameter'],
  ];
  for (const [fields, param, code] of bad) {
    it(`refuses ${JSON.stringify(fields).slice(0, 70)} and names ${param}`, () => {
      assert.deepEqual(
        refusal(() => readJobRequest({ ...good, ...fields })),
        [param, code],
      );
    });
  }

  for (const [seed, words] of [
    ['1', 'a string'],
    [1.5, 'a decimal number'],
    [[1], 'an array'],
    [{}, 'an object'],
    [true, 'a boolean'],
  ] as const) {
    it(`says that a seed of ${JSON.stringify(seed)} is ${words}`, () => {
      const message = `Invalid type for 'seed': expected an integer, but got ${words} instead.`;
      assert.throws(() => readJobRequest({ ...good, seed }), { message });
    });
  }

  for (const body of [null, [], 'text', 3]) {
    it(`refuses ${JSON.stringify(body)} for a body`, () => assert.equal(refusal(() => readJobRequest(body)).length, 2));
  }
});

describe('readChatRequest', () => {
  const messages = [{ role: 'user', content: 'Hello' }];

  it('passes on what changes an answer', () => {
    const options = { temperature: 0, top_p: 0.5, max_completion_tokens: 5, seed: 3 };
    const { question, isStream } = readChatRequest({
      model: 'm',
      messages,
      ...options,
      stop: '.',
    });
    assert.deepEqual(question, { messages, ...options, stop: ['.'] });
    assert.equal(isStream, false);
  });

  it('leaves alone what changes nothing in a text', () => {
    const fields = { user: 'me', store: true, metadata: { a: 'b' }, service_tier: 'auto', parallel_tool_calls: true };
    const defaults = { n: 1, tools: [], tool_choice: 'auto', response_format: { type: 'text' }, presence_penalty: 0 };
    const { question } = readChatRequest({ model: 'm', messages, ...fields, ...defaults, logprobs: null });
    assert.deepEqual(question.messages, messages);
  });

  it('takes the newer name of the limit before the older one', () => {
    const { question } = readChatRequest({ model: 'm', messages, max_tokens: 7 });
    assert.equal(question.max_completion_tokens, 7);
    const both = readChatRequest({ model: 'm', messages, max_tokens: 7, max_completion_tokens: 5 });
    assert.equal(both.question.max_completion_tokens, 5);
  });

  it('puts the parts of a message together', () => {
    const content = [
      { type: 'text', text: 'Hel' },
      { type: 'text', text: 'lo' },
    ];
    const { question } = readChatRequest({ model: 'm', messages: [{ role: 'user', content }] });
    assert.deepEqual(question.messages, messages);
  });

  it('reads what the assistant did as it is trained: calls of tools as JSON, refusals as text', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };
    const acts = [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'assistant', refusal: 'No.' },
      { role: 'assistant', tool_calls: [] },
    ];
    const { question } = readChatRequest({ model: 'm', messages: acts });
    assert.deepEqual(
      question.messages.map((message) => message.content),
      ['[{"name":"f","arguments":"{\\"a\\":1}"}]', 'No.', ''],
    );
  });

  const bad: readonly (readonly [object, string])[] = [
    [{ model: undefined }, 'model'],
    [{ messages: undefined }, 'messages'],
    [{ messages: [] }, 'messages'],
    [{ messages: ['Hello'] }, 'messages[0]'],
    [{ messages: [{ role: 'boss', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }] }, 'messages[0].content[0]'],
    [{ temperature: 3 }, 'temperature'],
    [{ max_completion_tokens: 0 }, 'max_completion_tokens'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop'],
    [{ stop: 3 }, 'stop'],
    [{ top_p: 1.5 }, 'top_p'],
    [{ n: 2 }, 'n'],
    [{ logprobs: true }, 'logprobs'],
    [{ presence_penalty: 1 }, 'presence_penalty'],
    [{ response_format: { type: 'json_object' } }, 'response_format'],
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ stream: 'yes' }, 'stream'],
    [{ stream_options: { include_usage: true } }, 'stream_options'],
    [{ temprature: 0 }, 'temprature'],
  ];
  for (const [fields, param] of bad) {
    it(`refuses ${JSON.stringify(fields).slice(0, 70)} and names ${param}`, () => {
      assert.equal(refusal(() => readChatRequest({ model: 'm', messages, ...fields }))[0], param);
    });
  }
});

describe('readPromptRequest', () => {
  const good = { model: 'm', prompt: 'Bonjour ->' };

  it('asks the prompt as the only message, for 16 tokens where no number is named', () => {
    const messages = [{ role: 'user', content: 'Bonjour ->' }];
    const question = (fields: object): unknown => readPromptRequest({ ...good, ...fields }).question;
    const rest = { temperature: undefined, top_p: undefined, stop: undefined, seed: undefined };
    assert.deepEqual(question({}), { messages, max_completion_tokens: 16, ...rest });
    const options = { temperature: 0, top_p: 1, seed: 4 };
    const asked = question({ ...options, max_tokens: 3, stop: '\n', echo: false, n: 1, best_of: 1, logprobs: null });
    assert.deepEqual(asked, { messages, max_completion_tokens: 3, ...options, stop: ['\n'] });
  });

  const bad: readonly (readonly [object, string])[] = [
    [{ model: undefined }, 'model'],
    [{ prompt: undefined }, 'prompt'],
    [{ prompt: ['a', 'b'] }, 'prompt'],
    [{ prompt: [1, 2] }, 'prompt'],
    [{ echo: true }, 'echo'],
    [{ suffix: 'x' }, 'suffix'],
    [{ logprobs: 5 }, 'logprobs'],
    [{ best_of: 2 }, 'best_of'],
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ messages: [] }, 'messages'],
  ];
  for (const [fields, param] of bad) {
    it(`refuses ${JSON.stringify(fields)} and names ${param}`, () => {
      assert.equal(refusal(() => readPromptRequest({ ...good, ...fields }))[0], param);
    });
  }
});

describe('Requests', () => {
  const fixture = new ServerFixture();
  let server: TestServer;
  before(async () => {
    server = await fixture.start();
  });
  after(() => fixture.dispose());

  it('for what does not exist get 404 in the envelope', async () => {
    const offers =
      'This server offers files, uploads, models, fine-tuning jobs, graders, chat completions, completions and batches.';
    const cases: readonly (readonly [string, string, string])[] = [
      ['GET', '/nothing?key=secret', `Unknown request URL: GET /v1/nothing. ${offers}`],
      ['PATCH', '/files', `Unknown request URL: PATCH /v1/files. ${offers}`],
      ['GET', '/fine_tuning/jobs/ftjob-x', 'Could not find fine tune: ftjob-x'],
      ['GET', '/fine_tuning/jobs/ftjob-x/events', 'Could not find fine tune: ftjob-x'],
      ['GET', '/models/gpt-9', "The model 'gpt-9' does not exist or you do not have access to it."],
      ['DELETE', '/files/file-x', 'No such File object: file-x'],
    ];
    for (const [method, path, message] of cases) {
      const { status, body } = await server.ask(method, path);
      assert.deepEqual([status, body.error.message], [404, message]);
      assert.deepEqual(Object.keys(body.error).sort(), ['code', 'message', 'param', 'type']);
    }
  });

  it('that are no JSON are refused without a word of them', async () => {
    const { url } = server;
    const headers = { authorization: 'Bearer sk-test', 'content-type': 'application/json' };
    const answer = await fetch(`${url}/fine_tuning/jobs`, { method: 'POST', headers, body: '{"model": secret' });
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), {
      error: {
        message: 'We could not parse the JSON body of your request.',
        type: 'invalid_request_error',
        param: null,
        code: 'invalid_json',
      },
    });
    const xml = await server.ask('POST', '/fine_tuning/jobs', {}, { 'content-type': 'text/xml' });
    assert.equal(xml.status, 415);
  });

  it('for pages name the parameter that is wrong', async () => {
    for (const query of ['limit=0', 'limit=x', 'limit=1001', 'limit=-1']) {
      const { status, body } = await server.ask('GET', `/fine_tuning/jobs?${query}`);
      assert.deepEqual([status, body.error.param], [400, 'limit'], query);
    }
    const { status, body } = await server.ask('GET', '/fine_tuning/jobs?after=ftjob-x');
    assert.deepEqual([status, body.error.param], [400, 'after']);
  });

  it('for a job are refused for a model, file or method that this server does not have', async () => {
    const training_file = await server.upload();
    const other = await server.upload('x', 'notes.txt', 'user_data');
    const good = { model: 'baseline-1', training_file };
    const dpo = { type: 'dpo' };
    const cases: readonly (readonly [object, string, string])[] = [
      [{ model: 'gpt-9' }, 'model', 'Model gpt-9 is not available for fine-tuning or does not exist.'],
      [{ training_file: 'file-x' }, 'training_file', `File 'file-x' does not exist.`],
      [
        { training_file: other },
        'training_file',
        `File '${other}' has the purpose 'user_data'; files with the purpose 'fine-tune' are needed here.`,
      ],
      [{ validation_file: 'file-x' }, 'validation_file', `File 'file-x' does not exist.`],
      [{ method: dpo }, 'method.type', 'Model baseline-1 does not offer the dpo method on this server.'],
    ];
    for (const [fields, param, message] of cases) {
      const { status, body } = await server.ask('POST', '/fine_tuning/jobs', { ...good, ...fields });
      assert.deepEqual([status, body.error.param, body.error.message], [400, param, message]);
    }
    assert.deepEqual((await server.get('/fine_tuning/jobs')).data, []);
  });
});
