/**
 * What services send, read into our own shapes. Everything is taken as unknown: services leave fields out, send null, ISO
 * times for numbers, statuses in capitals, and `error` objects that hold nothing. Nothing here throws.
 */
import { isGiven, isObject } from '../common/json.ts';
import { shortHash } from '../common/hash.ts';
import type {
  ChatAnswer,
  Checkpoint,
  EventLevel,
  Job,
  JobError,
  JobEvent,
  JobIntegration,
  JobMethod,
  ServiceModel,
  UploadedFile,
} from './api.ts';

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Unix seconds or an ISO text, to milliseconds. */
function time(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value * 1000;
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** The object without its undefined members. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as never;
}

/** Real services send `{}` or all-null members for "no error" (seen in OpenAI's own job lists). */
function readError(value: unknown): JobError | undefined {
  const error = fields(value);
  const message = text(error['message']);
  const code = text(error['code']);
  if (message === undefined && code === undefined) return undefined;
  return defined({ message: message ?? String(code), code, param: text(error['param']) }) as JobError;
}

/** The members that are not null: services send null for what is not set, and take it for a wrong value. */
const given = (members: Fields): Fields =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => isGiven(member)));

function readMethod(job: Fields): JobMethod | undefined {
  const method = fields(job['method']);
  const type = text(method['type']);
  const { hyperparameters: own, ...others } = fields(method[type ?? '']);
  const hyperparameters = given({ ...fields(job['hyperparameters']), ...fields(own) }) as JobMethod['hyperparameters'];
  if (type === undefined && Object.keys(hyperparameters).length === 0) return undefined;
  const more = given(others);
  return { type: type ?? 'supervised', hyperparameters, ...(Object.keys(more).length > 0 && { more }) };
}

/** Undefined where there is none: services send null, or an empty list. */
function readIntegrations(value: unknown): readonly JobIntegration[] | undefined {
  const read = (Array.isArray(value) ? value : []).map((item) => {
    const type = text(fields(item)['type']) ?? '';
    const { project, entity, name, tags } = fields(fields(item)[type]);
    const texts = { project: text(project), entity: text(entity), name: text(name) };
    const isTagged = Array.isArray(tags) && tags.length > 0;
    return defined({ type, ...texts, tags: isTagged ? (tags as readonly string[]) : undefined }) as JobIntegration;
  });
  const known = read.filter(({ type }) => type !== '');
  return known.length > 0 ? known : undefined;
}

/** Metadata is text; where a service sends something else it is written as JSON. */
function readMetadata(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(fields(value));
  return Object.fromEntries(
    pairs.map(([key, member]) => [key, typeof member === 'string' ? member : JSON.stringify(member)]),
  );
}

export function readJob(value: unknown): Job {
  const job = fields(value);
  const statusText = text(job['status']) ?? 'unknown';
  const status = statusText.toLowerCase();
  return defined({
    id: text(job['id']) ?? '',
    createdAt: time(job['created_at']) ?? 0,
    finishedAt: time(job['finished_at']),
    estimatedFinish: time(job['estimated_finish']),
    status,
    statusText: status === statusText ? undefined : statusText,
    model: text(job['model']) ?? '',
    fineTunedModel: text(job['fine_tuned_model']),
    trainingFile: text(job['training_file']),
    validationFile: text(job['validation_file']),
    resultFiles: Array.isArray(job['result_files']) ? job['result_files'].filter((id) => typeof id === 'string') : [],
    trainedTokens: number(job['trained_tokens']),
    seed: number(job['seed']),
    method: readMethod(job),
    metadata: readMetadata(job['metadata']),
    suffix: text(job['user_provided_suffix']) ?? text(job['suffix']) ?? suffixOf(text(job['fine_tuned_model'])),
    integrations: readIntegrations(job['integrations']),
    error: readError(job['error']),
  }) as Job;
}

/** `ft:<base>:<organization>:<suffix>:<hash>` carries the suffix, which the job itself often does not. */
function suffixOf(model: string | undefined): string | undefined {
  return model?.startsWith('ft:') ? text(model.split(':')[3]) : undefined;
}

function readLevel(value: unknown): EventLevel {
  const level = text(value)?.toLowerCase();
  if (level === 'warn' || level === 'warning') return 'warn';
  return level === 'error' ? 'error' : 'info';
}

export function readEvent(value: unknown): JobEvent {
  const event = fields(value);
  const createdAt = time(event['created_at']) ?? 0;
  const message = text(event['message']) ?? '';
  const type = text(event['type']) ?? 'message';
  const data = fields(event['data']);
  return {
    id: text(event['id']) ?? eventKey(createdAt, type, message, data),
    createdAt,
    level: readLevel(event['level']),
    message,
    type,
    data,
  };
}

/** Tells an event from all others of its job where the service gives it no id. */
function eventKey(createdAt: number, type: string, message: string, data: Fields): string {
  const measured = Object.keys(data).length > 0 ? `/${shortHash(JSON.stringify(data))}` : '';
  return `${createdAt}/${type}/${message}${measured}`;
}

export function readCheckpoint(value: unknown): Checkpoint {
  const checkpoint = fields(value);
  const metrics = Object.entries(fields(checkpoint['metrics'])).filter(([, metric]) => number(metric) !== undefined);
  return {
    id: text(checkpoint['id']) ?? '',
    createdAt: time(checkpoint['created_at']) ?? 0,
    stepNumber: number(checkpoint['step_number']) ?? 0,
    model: text(checkpoint['fine_tuned_model_checkpoint']) ?? '',
    metrics: Object.fromEntries(metrics) as Record<string, number>,
  };
}

export function readModel(value: unknown): ServiceModel {
  const model = fields(value);
  return defined({
    id: text(model['id']) ?? '',
    ownedBy: text(model['owned_by']),
    shutdownDate: text(model['shutdown_date']),
  }) as ServiceModel;
}

export function readFile(value: unknown): UploadedFile {
  const file = fields(value);
  return defined({
    id: text(file['id']) ?? '',
    filename: text(file['filename']) ?? '',
    size: number(file['bytes']) ?? 0,
    status: (text(file['status']) ?? 'processed').toLowerCase(),
    statusDetails: text(file['status_details']),
  }) as UploadedFile;
}

/** The first choice; a message without content where there is none. */
export function readAnswer(value: unknown): ChatAnswer {
  const { choices, usage } = fields(value);
  const choice = fields(Array.isArray(choices) ? choices[0] : undefined);
  return defined({
    message: { role: 'assistant', content: null, ...fields(choice['message']) },
    finish_reason: text(choice['finish_reason']),
    usage: isObject(usage) ? usage : undefined,
  }) as ChatAnswer;
}
