import type { Job } from '../../../src/jobs/api.ts';
import type { RemoteKind } from '../../../src/jobs/connectionSettings.ts';
import type { Feature } from '../../../src/jobs/features.ts';
import { foundryAzure, refusal, type Answer, type ScriptedOptions } from '../../support/scriptedService.ts';

type Fields = Record<string, unknown>;

export interface KnownService {
  /** Service, and what of it is played. */
  readonly title: string;
  readonly options?: ScriptedOptions;
  readonly kind?: RemoteKind;
  /** As the service lists them; everything else is asked of the first. */
  readonly jobs?: readonly Fields[];
  /** Of the first job, oldest first. */
  readonly events?: readonly Fields[];
  /** What requests like `POST /fine_tuning/jobs/*` are answered with, always. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** What comes of each request: a sentence where it is refused. */
  readonly seen: Partial<Seen>;
  /** What is remembered not to be there. */
  readonly lacks?: readonly Feature[];
}

export interface Seen {
  /** Id, status as it is shown, whether it is looked at again, and what may be asked of it. */
  readonly list: unknown;
  /** Members of the first job. */
  readonly job: Partial<Job> | string;
  readonly events: unknown;
  readonly checkpoints: unknown;
  readonly pause: unknown;
  readonly cancel: unknown;
  readonly create: unknown;
}

const answer = (status: number, body: unknown): Answer => ({ status, body });
const fastApi = answer(404, { detail: 'Not Found' });
const cannot = 'Acme (HOST) cannot do this.';
const notTheApi =
  'What answers at the address of Acme (HOST) does not speak the fine-tuning API. Check the address, version included, and whether a proxy or a sign-in page is in between.';
const uuid = '3f9c1a52-6d0e-4b7a-9f10-2c8d5e7b1a44';
const opaque = 'bGl0ZWxsbV9wcm94eTpmdGpvYi0x/+==';

/** Each service that was seen to speak the fine-tuning API, more or less. */
export const knownServices: readonly KnownService[] = [
  {
    title: 'OpenAI (2026-11): pausing and paused, no error in many ways, nulls and new members',
    kind: 'openai',
    jobs: [
      {
        id: 'ftjob-1',
        status: 'paused',
        created_at: 1_770_000_000,
        error: {},
        hyperparameters: null,
        seed: null,
        method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1 } } },
        user_provided_suffix: 'codes',
        usage_metrics: { tokens: 3 },
        shared_with_openai: false,
      },
      { id: 'ftjob-2', status: 'pausing', error: { code: null, message: null, param: null } },
    ],
    seen: {
      list: ['ftjob-1 paused waits [resume cancel]', 'ftjob-2 pausing goes on [cancel]'],
      job: {
        error: undefined,
        seed: undefined,
        suffix: 'codes',
        method: { type: 'dpo', hyperparameters: { beta: 0.1 } },
      },
      events: [],
      checkpoints: [],
    },
  },
  {
    title: 'Azure and Foundry: statuses of its own, nulls, a body in every POST, events by another method',
    kind: 'azure',
    options: { ...foundryAzure, lacks: { uploads: 404, events: 405 } },
    jobs: [
      { id: 'ftjob-1', status: 'running', organization_id: null, result_files: null, model: 'gpt-4.1.ft-1' },
      { id: 'ftjob-2', status: 'Pending' },
      { id: 'ftjob-3', status: 'resuming' },
    ],
    answers: {
      'POST /fine_tuning/jobs': refusal(400, 'The specified base model does not support fine-tuning.', {
        code: 'invalidPayload',
      }),
    },
    seen: {
      list: [
        'ftjob-1 running goes on [pause cancel]',
        'ftjob-2 Pending goes on [cancel]',
        'ftjob-3 resuming goes on [cancel]',
      ],
      job: { resultFiles: [], model: 'gpt-4.1.ft-1' },
      events: [],
      pause: 'pausing',
      cancel: 'cancelled',
      create: 'Acme (HOST) refused the request: The specified base model does not support fine-tuning.',
    },
    lacks: ['events'],
  },
  {
    title: 'LiteLLM: encoded ids, and no more than create, list, retrieve and cancel',
    options: { lacks: { pause: 404, resume: 404, events: 404, checkpoints: 404, uploads: 404 } },
    jobs: [{ id: opaque, status: 'queued' }],
    seen: {
      list: [`${opaque} queued goes on [cancel]`],
      job: { id: opaque },
      events: [],
      checkpoints: [],
      pause: cannot,
      cancel: 'cancelled',
    },
    lacks: ['pause', 'events', 'checkpoints'],
  },
  {
    title: 'Nebius: an absolute learning rate and LoRA among the hyperparameters',
    jobs: [
      {
        id: 'ftjob-1',
        status: 'running',
        hyperparameters: { learning_rate_multiplier: 2e-5, lora: true, lora_r: 16, packing: null },
      },
    ],
    seen: {
      list: ['ftjob-1 running goes on [pause cancel]'],
      job: {
        method: {
          type: 'supervised',
          hyperparameters: { learning_rate_multiplier: 2e-5, lora: true, lora_r: 16 } as never,
        },
      },
    },
  },
  {
    title: 'Mistral: statuses in capitals, UUIDs, lists of files, no events, a schema of its own for new jobs',
    options: { hidesMore: true },
    jobs: [
      {
        id: uuid,
        status: 'RUNNING',
        created_at: 1_770_000_000,
        modified_at: 1_770_000_001,
        auto_start: false,
        training_files: ['0d1e2f30-0000-4000-8000-000000000001'],
        hyperparameters: { training_steps: 10, learning_rate: 0.0001 },
        job_type: 'completion',
        integrations: [],
        repositories: [],
        trained_tokens: null,
      },
      ...['QUEUED', 'STARTED', 'VALIDATED', 'FAILED_VALIDATION', 'SUCCESS', 'CANCELLATION_REQUESTED', 'FAILED'].map(
        (status) => ({ id: status, status }),
      ),
    ],
    answers: {
      'GET /fine_tuning/jobs/*/events': fastApi,
      'GET /fine_tuning/jobs/*/checkpoints': fastApi,
      'POST /fine_tuning/jobs/*/pause': fastApi,
      'POST /fine_tuning/jobs/*/cancel': answer(200, { id: uuid, status: 'CANCELLATION_REQUESTED' }),
      'POST /fine_tuning/jobs': answer(422, {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'training_file'],
            msg: 'Extra inputs are not permitted',
            input: 'f',
          },
        ],
      }),
    },
    seen: {
      list: [
        `${uuid} RUNNING goes on [pause cancel]`,
        'QUEUED QUEUED goes on [cancel]',
        'STARTED STARTED goes on [cancel]',
        'VALIDATED VALIDATED goes on [cancel]',
        'FAILED_VALIDATION FAILED_VALIDATION goes on [cancel]',
        'SUCCESS SUCCESS goes on [cancel]',
        'CANCELLATION_REQUESTED CANCELLATION_REQUESTED goes on [cancel]',
        'FAILED FAILED is over []',
      ],
      job: {
        trainingFile: undefined,
        integrations: undefined,
        method: { type: 'supervised', hyperparameters: { training_steps: 10, learning_rate: 0.0001 } },
      },
      events: [],
      checkpoints: [],
      pause: cannot,
      cancel: 'CANCELLATION_REQUESTED',
      create: 'Acme (HOST) refused the request: Extra inputs are not permitted [training_file]',
    },
    lacks: ['pause', 'events', 'checkpoints'],
  },
  {
    title: 'Together, at its own address',
    answers: {
      'GET /fine_tuning/jobs': answer(404, {
        id: 'x',
        error: { message: 'Unable to access', type: 'invalid_request_error', param: null, code: null },
      }),
    },
    seen: { list: notTheApi },
  },
  {
    title: 'Together, behind a gateway with our paths: ISO times, events without ids and levels',
    options: { hidesMore: true },
    jobs: [
      { id: 'ft-1', status: 'compressing', created_at: '2026-11-20T08:00:00.000Z', finished_at: '' },
      { id: 'ft-2', status: 'completed' },
      { id: 'ft-3', status: 'error' },
      { id: 'ft-4', status: 'cancel_requested' },
    ],
    events: [
      { object: 'fine-tune-event', created_at: '2026-11-20T08:00:01Z', message: 'Pending', type: 'job_pending' },
      { created_at: '2026-11-20T08:00:02Z', message: 'Saved', type: 'CHECKPOINT_SAVE', level: null, step: 1 },
      { created_at: '2026-11-20T08:00:02Z', message: 'Limit', type: 'BILLING_LIMIT', level: 'Info', data: null },
    ],
    seen: {
      list: [
        'ft-1 compressing goes on [cancel]',
        'ft-2 completed goes on [cancel]',
        'ft-3 error goes on [cancel]',
        'ft-4 cancel_requested goes on [cancel]',
      ],
      job: { createdAt: Date.UTC(2026, 10, 20, 8), finishedAt: undefined },
      events: ['BILLING_LIMIT info Limit', 'CHECKPOINT_SAVE info Saved', 'job_pending info Pending'],
      checkpoints: [],
    },
  },
  {
    title: 'Fireworks, at its own address: names instead of ids',
    answers: { 'GET /fine_tuning/jobs': answer(404, 'Path not found') },
    seen: { list: notTheApi },
  },
  {
    title: 'Fireworks, whose jobs have names and no ids: nothing can be asked of them',
    jobs: [
      {
        name: 'accounts/a/supervisedFineTuningJobs/x',
        state: 'JOB_STATE_RUNNING',
        status: { code: 'OK', message: '' },
      },
    ],
    seen: { list: notTheApi },
  },
  {
    title: 'Fireworks, behind a gateway with our paths: paused by the service, and statuses nobody else has',
    jobs: ['JOB_STATE_PAUSED', 'JOB_STATE_RE_QUEUEING', 'JOB_STATE_EARLY_STOPPED', 'JOB_STATE_EXPIRED'].map(
      (status, index) => ({ id: `job-${index}`, status, error: { code: 'OK', message: '' } }),
    ),
    seen: {
      list: [
        'job-0 JOB_STATE_PAUSED goes on [cancel]',
        'job-1 JOB_STATE_RE_QUEUEING goes on [cancel]',
        'job-2 JOB_STATE_EARLY_STOPPED goes on [cancel]',
        'job-3 JOB_STATE_EXPIRED goes on [cancel]',
      ],
    },
  },
  {
    title: 'OPEA: a list without pages, files by name, no events, and other paths to retrieve and cancel',
    options: { hidesMore: true },
    jobs: [
      { id: `ft-job-${uuid}`, status: 'running', training_file: 'alpaca_data.jsonl', model: 'meta-llama/Llama-2-7b' },
      { id: 'ft-job-2', status: 'pending', training_file: 'alpaca_data.jsonl' },
    ],
    answers: {
      'GET /fine_tuning/jobs/*': fastApi,
      'GET /fine_tuning/jobs/*/events': fastApi,
      'GET /fine_tuning/jobs/*/checkpoints': fastApi,
      'POST /fine_tuning/jobs/*/pause': answer(405, { detail: 'Method Not Allowed' }),
      'POST /fine_tuning/jobs/*/cancel': fastApi,
      'POST /fine_tuning/jobs': answer(404, { detail: "Training file 'file-1' not found!" }),
    },
    seen: {
      list: [`ft-job-${uuid} running goes on [pause cancel]`, 'ft-job-2 pending goes on [cancel]'],
      job: 'Acme (HOST) does not know it: Not Found It may have been deleted, or belong to another account.',
      events: [],
      checkpoints: [],
      pause: cannot,
      cancel: cannot,
      create:
        "Acme (HOST) does not know it: Training file 'file-1' not found! It may have been deleted, or belong to another account.",
    },
    lacks: ['pause', 'events', 'checkpoints', 'cancel'],
  },
  {
    title: 'LocalAI: paths of its own, and a code that is a number',
    answers: { 'GET /fine_tuning/jobs': answer(404, { error: { code: 404, message: 'Not Found', type: '' } }) },
    seen: { list: notTheApi },
  },
  {
    title: 'Llama Stack and OGX: no such API',
    answers: { 'GET /fine_tuning/jobs': fastApi },
    seen: { list: notTheApi },
  },
  {
    title: 'NVIDIA NeMo: a pause that is not possible in this step, and says so',
    jobs: [
      { id: 'customization-1', status: 'running' },
      { id: 'customization-2', status: 'error', error: { message: 'Out of memory' } },
    ],
    answers: {
      'POST /fine_tuning/jobs/*/pause': answer(409, {
        detail: "Job cannot be paused in step 'model-upload': only training steps can be paused.",
      }),
    },
    seen: {
      list: ['customization-1 running goes on [pause cancel]', 'customization-2 error goes on [cancel]'],
      pause:
        "Acme (HOST) cannot do this now: Job cannot be paused in step 'model-upload': only training steps can be paused. Try again when its state has changed.",
      cancel: 'cancelled',
    },
    lacks: [],
  },
  {
    title: 'new-api: 404 and 501 for parts',
    jobs: [{ id: 'ftjob-1', status: 'running' }],
    answers: {
      'GET /fine_tuning/jobs/*/events': refusal(501, 'API not implemented', { code: 'api_not_implemented' }),
      'GET /fine_tuning/jobs/*/checkpoints': refusal(404, 'Invalid URL (GET /v1/fine_tuning/jobs/x/checkpoints)'),
      'POST /fine_tuning/jobs/*/pause': refusal(501, 'API not implemented', { code: 'api_not_implemented' }),
      'POST /fine_tuning/jobs/*/cancel': refusal(501, 'API not implemented', { code: 'api_not_implemented' }),
      'POST /fine_tuning/jobs': refusal(501, 'API not implemented', { code: 'api_not_implemented' }),
    },
    seen: {
      list: ['ftjob-1 running goes on [pause cancel]'],
      events: [],
      checkpoints: [],
      pause: cannot,
      cancel: cannot,
      create: cannot,
    },
    lacks: ['pause', 'events', 'checkpoints', 'cancel'],
  },
  {
    title: 'new-api, all of it: 501 for the list too',
    answers: { 'GET /fine_tuning/jobs': refusal(501, 'API not implemented', { code: 'api_not_implemented' }) },
    seen: { list: cannot },
  },
];
