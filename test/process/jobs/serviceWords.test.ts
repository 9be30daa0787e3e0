// What services were seen to say when something goes wrong, word for word, and what comes of it here.
import assert from 'node:assert/strict';
import { isPassing } from '../../../src/jobs/failure.ts';
import { failureLocations } from '../../../src/jobs/failureLocations.ts';
import { isActive } from '../../../src/jobs/jobStatus.ts';
import { launch } from '../../../src/jobs/launch.ts';
import { resultTable } from '../../../src/jobs/metricTables.ts';
import { JobStore } from '../../../src/jobs/store.ts';
import { aLaunch, launchParts } from '../../support/launches.ts';
import { apiOf, createSmallJob } from '../../support/scriptedApi.ts';
import { refusal, type Answer, type ScriptedOptions } from '../../support/scriptedService.ts';
import { refused, useServices } from '../../support/scriptedServices.ts';

describe('What a service says', () => {
  const start = useServices();

  const places = (text: string): readonly string[] =>
    failureLocations(text).map(({ line, message }) => (message === undefined ? `${line}` : `${line}/${message}`));

  describe('of a job that failed is shown as it is, with the places it speaks of', () => {
    const trainingFile = 'The job failed due to an invalid training file.';
    const cases: readonly (readonly [code: string, message: string, places: readonly string[]])[] = [
      [
        'invalid_training_file',
        `${trainingFile} Invalid file format. Example 100, message 2 Discriminator 'role' is missing in value`,
        ['100/2'],
      ],
      [
        'invalid_training_file',
        `${trainingFile} Unexpected file format, expected either prompt/completion pairs or chat messages.`,
        [],
      ],
      [
        'invalid_training_file',
        `${trainingFile} Invalid file format. Input file file-1 is in the fine-tune-chat format, but the specified fine-tuning job is not using 'supervised' as the training method (provided method=dpo). `,
        [],
      ],
      [
        'invalid_training_file',
        `${trainingFile} This training file was blocked because too many examples were flagged by our moderation API for containing content that violates OpenAI's usage policies in the following categories: hate. Use the free OpenAI Moderation API to identify these examples`,
        [],
      ],
      [
        'invalid_training_file',
        `${trainingFile} This file failed moderation safety checks. The OpenAI Moderation API identifies fine tuning examples that violate our content policies. Flagged lines: 4, 13, 14, 18, 35 ...`,
        ['4', '13', '14', '18', '35'],
      ],
      [
        'invalid_file_format',
        'The job failed due to a file format error in the training file. Invalid file format. Example 1 contains an extra "weight".',
        ['1'],
      ],
      ['invalid_file_format', "Invalid file format. Example 1 is missing key 'input'.", ['1']],
      ['invalid_file_format', "Invalid file format. Example 7 is missing key 'messages'", ['7']],
      ['invalid_n_examples', 'Training file has 7 example(s), but must have at least 10 examples', []],
      ['invalid_n_examples', 'file-1 has 5 example(s), but must have at least 10 examples', []],
      [
        'unsafe_file',
        "The job failed due to an unsafe training file. This training file was blocked because too many examples were flagged by our moderation for content that violates Azure OpenAI's usage policies with respect to model reasoning extraction.",
        [],
      ],
      ['invalid_training_file', "System messages are not supported in 'reinforcement' examples", []],
      [
        'invalid_training_file',
        'Finetuning with o4-mini-2025-04-16 requires the reinforcement method of finetuning.',
        [],
      ],
      [
        'content_filter',
        'The provided training data failed RAI checks for harm types: [hate_fairness, self_harm, violence]. Please fix the data and try again.',
        [],
      ],
    ];
    for (const [code, message, expected] of cases) {
      it(`${code}: ${message.replace(trainingFile, '…').slice(0, 90)}`, async () => {
        const service = await start();
        const error = { code, message, param: 'training_file' };
        service.state.jobs.push({ id: 'ftjob-1', status: 'failed', error });
        const job = await apiOf(service).retrieveJob('ftjob-1');
        assert.deepEqual(job.error, error);
        assert.deepEqual(places(job.error?.message ?? ''), expected);
      });
    }
  });

  describe('against a file marks the lines it names, and leaves nothing behind', () => {
    const parser =
      "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: Expecting ',' delimiter: line 1 column 79 (char 78) (line 1273)";
    const dictionary =
      'Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary';
    const cases: readonly (readonly [string, ScriptedOptions, Answer | undefined, string, string])[] = [
      ['after it was sent', { refusesFiles: parser }, undefined, parser, 'upload.refused'],
      [
        'as it is sent, without the start of the row',
        {},
        refusal(400, `${dictionary} (HINT: line starts with: "{"messages...").`),
        dictionary,
        'service.refused',
      ],
    ];
    for (const [when, options, answer, words, code] of cases) {
      it(when, async () => {
        const service = await start(options);
        if (answer) service.next('POST /files', { type: 'answer', ...answer });
        const parts = launchParts(apiOf(service));
        const error = await refused(launch(aLaunch(), parts));
        assert.equal(error.code, code);
        assert.ok(error.text.includes(words), error.text);
        assert.doesNotMatch(error.text, /HINT/);
        assert.deepEqual(parts.refused, [`/data/train.jsonl: ${words}`]);
        assert.deepEqual([service.state.files.size, service.state.jobs.length], [0, 0]);
      });
    }
  });

  it('of a file that is not ready is waited for, and the job is created once', async () => {
    const service = await start();
    service.next('POST /fine_tuning/jobs', { type: 'answer', ...refusal(400, 'File file-1 is not ready') });
    await launch(aLaunch(), launchParts(apiOf(service)));
    assert.deepEqual([service.count('POST /fine_tuning/jobs'), service.state.jobs.length], [2, 1]);
  });

  describe('to a request for a job becomes a sentence on what to do', () => {
    const cases: readonly (readonly [Answer, code: string, text: RegExp, mayPass: boolean])[] = [
      [refusal(429, 'Slow down.', { code: 'rate_limit_exceeded' }), 'service.rateLimited', /Try again later/, true],
      [refusal(429, 'x', { code: 'credit_balance_exhausted' }), 'service.quota', /Waiting does not help/, false],
      [refusal(429, 'x', { code: 'organization_usage_limit_exceeded' }), 'service.quota', /Waiting does not/, false],
      [refusal(429, 'x', { code: 'organization_spend_limit_exceeded' }), 'service.quota', /Waiting does not/, false],
      [refusal(429, 'x', { code: 'project_spend_limit_exceeded' }), 'service.quota', /Waiting does not help/, false],
      [refusal(429, 'x', { type: 'insufficient_quota' }), 'service.quota', /Waiting does not help/, false],
      [refusal(401, 'x', { code: 'mismatched_project' }), 'service.wrongProject', /organization and project/, false],
      [
        refusal(400, 'Model gpt-9 is not available for fine-tuning or does not exist.', { param: 'model' }),
        'service.refused',
        /Model gpt-9 is not available for fine-tuning or does not exist\. \[model\]/,
        false,
      ],
      [
        refusal(404, 'The deployment is not ready yet.', { code: 'DeploymentNotReady' }),
        'service.notFound',
        /The deployment is not ready yet\./,
        false,
      ],
    ];
    for (const [answer, code, text, mayPass] of cases) {
      const { error } = answer.body as { error: { code: string | null; type: string; message: string } };
      it(`${answer.status} ${error.code ?? error.type}: ${error.message}`, async () => {
        const service = await start();
        service.next('POST /fine_tuning/jobs', { type: 'answer', ...answer });
        const told = await refused(createSmallJob(apiOf(service)));
        assert.equal(told.code, code);
        assert.match(told.text, text);
        assert.equal(isPassing(told), mayPass);
      });
    }
  });

  it('of no error in a running job is no error, in whatever form', async () => {
    const service = await start();
    const errors = [null, {}, { code: null, message: null, param: null }, { code: '', message: '' }];
    service.state.jobs.push(...errors.map((error, index) => ({ id: `ftjob-${index}`, status: 'running', error })));
    const { items } = await apiOf(service).listJobs();
    assert.deepEqual(
      items.map(({ error }) => error),
      errors.map(() => undefined),
    );
  });

  it('of a job that it paused by itself is shown, and the job may be resumed', async () => {
    const service = await start();
    const api = apiOf(service);
    const { id } = await createSmallJob(api);
    service.state.setJob(id, { status: 'paused' });
    const job = await api.retrieveJob(id);
    assert.deepEqual([job.status, isActive(job)], ['paused', false]);
    assert.equal((await api.resumeJob(id)).status, 'resuming');
  });

  it('newest first, in the same second and without data, is kept in the order in which it happened', async () => {
    const service = await start({ hidesMore: true });
    const api = apiOf(service);
    const { id } = await createSmallJob(api);
    const messages = [
      'Created fine-tuning job: ftjob-1',
      'Checkpoint created at step 100 with Snapshot ID: ft:m:acme::1:ckpt-step-100',
      'New fine-tuned model created: ft:m:acme::1',
      'The job has successfully completed',
    ];
    messages.forEach((message, index) =>
      service.state.addEvent(id, {
        created_at: 1_770_000_000,
        message,
        data: index % 2 === 0 ? null : {},
        level: 'info',
      }),
    );
    const store = new JobStore();
    store.apply('Acme', id, { job: await api.retrieveJob(id), events: await api.listEvents(id) });
    assert.deepEqual(
      store.get('Acme', id)?.events.map(({ message }) => message),
      messages,
    );
  });

  it('in place of a list is an empty one', async () => {
    const service = await start();
    const { id } = await createSmallJob(apiOf(service));
    for (const data of [null, {}, 'none', undefined]) {
      service.next('GET /fine_tuning/jobs/*/events', { type: 'answer', status: 200, body: { object: 'list', data } });
      assert.deepEqual(await apiOf(service).listEvents(id), { items: [], hasMore: false });
    }
  });

  const columns = 'step,train_mean_reward,full_valid_mean_reward,pg_loss_sum\n1,0.5,,0.25\n2,,0.75,\n';
  for (const [form, content] of [
    ['as text', columns],
    ['in base64', Buffer.from(columns).toString('base64')],
  ] as const) {
    it(`in a result file, ${form}, of a job that still runs, has gaps where cells are empty`, async () => {
      const service = await start();
      const api = apiOf(service);
      const { id } = await api.uploadFile(new File([content], 'step_metrics.csv'));
      service.state.jobs.push({ id: 'ftjob-1', status: 'running', result_files: [id] });
      const [result = ''] = (await api.retrieveJob('ftjob-1')).resultFiles;
      assert.deepEqual(resultTable(await api.fileContent(result)), {
        steps: [1, 2],
        columns: {
          train_mean_reward: [0.5, null],
          full_valid_mean_reward: [null, 0.75],
          pg_loss_sum: [0.25, null],
        },
      });
    });
  }

  it('of checkpoints has the numbers that it measured, all of them or a few', async () => {
    const service = await start();
    const api = apiOf(service);
    const { id } = await createSmallJob(api);
    const [old, azure] = [
      { step: 1, full_valid_loss: 0.5 },
      { step: 2, train_loss: 0.25, valid_loss: null },
    ];
    service.state.checkpoints.set(id, [
      { id: 'ftckpt_1', created_at: 1, step_number: 1, fine_tuned_model_checkpoint: 'ft:m::1:ckpt-1', metrics: old },
      { id: 'ftchkpt-2', created_at: 2, step_number: 2, fine_tuned_model_checkpoint: 'm.ft-1:ckpt-2', metrics: azure },
      { id: 'ftckpt_3', created_at: 3, step_number: 3, fine_tuned_model_checkpoint: 'ft:m::1', metrics: null },
    ]);
    assert.deepEqual(
      (await api.listCheckpoints(id)).items.map(({ metrics }) => metrics),
      [{}, { step: 2, train_loss: 0.25 }, old],
    );
  });
});
