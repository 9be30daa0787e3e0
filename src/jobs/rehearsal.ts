import { pause } from '../common/time.ts';
import type { Job, JobsApi } from './api.ts';
import { isTerminal } from './jobStatus.ts';
import type { LaunchRequest } from './request.ts';
import { retrying, type Patience } from './retry.ts';
import { isPassing } from './failure.ts';

/** Rows of each file that a rehearsal trains on. */
const rows = 50;
/** Bytes: rows beyond are left out, so that rows with images do not make it long. */
const mostBytes = 20_000_000;
/** Milliseconds between two looks at the job. */
const look = 300;

export interface Rehearsal {
  readonly request: LaunchRequest;
  readonly training: Blob;
  readonly validation?: Blob | undefined;
}

export interface RehearsalParts extends Patience {
  /** The local server. */
  readonly api: JobsApi;
  readonly onStatus: (status: string) => void;
}

/**
 * Runs the first rows of a job's files through the local server, with the same parameters but a model that it has and a
 * suffix that tells it from the job itself; gives the job as it ended. Its files there are deleted again, and a job that is left half-way is cancelled.
 */
export async function rehearse({ request, training, validation }: Rehearsal, parts: RehearsalParts): Promise<Job> {
  const { api, signal } = parts;
  const uploaded: string[] = [];
  const send = async (content: Blob, name: string): Promise<string> => {
    const { id } = await api.uploadFile(new File([await firstRows(content)], name), signal);
    uploaded.push(id);
    return id;
  };
  try {
    const model = (await api.listModels(signal))[0]?.id ?? request.model;
    const trainingFile = await send(training, 'rehearsal.jsonl');
    const validationFile = validation && (await send(validation, 'rehearsal-validation.jsonl'));
    // The local server reports nowhere else.
    const { integrations: _integrations, ...parameters } = request;
    const files = { training_file: trainingFile, ...(validationFile && { validation_file: validationFile }) };
    return await follow(await api.createJob({ ...parameters, model, suffix: 'rehearsal', ...files }), parts);
  } finally {
    for (const id of uploaded) await api.deleteFile(id).catch(() => undefined);
  }
}

async function follow(created: Job, parts: RehearsalParts): Promise<Job> {
  const { api, signal, clock, onStatus } = parts;
  let job = created;
  try {
    for (let told = ''; ;) {
      if (job.status !== told) onStatus((told = job.status));
      if (isTerminal(job)) return job;
      await pause(clock, look, signal);
      job = await retrying(() => api.retrieveJob(created.id, signal), isPassing, parts);
    }
  } finally {
    if (!isTerminal(job)) await api.cancelJob(job.id).catch(() => undefined);
  }
}

/** The first rows of a file, whole ones only. */
async function firstRows(content: Blob): Promise<Blob> {
  const decoder = new TextDecoder();
  const text: string[] = [];
  let lines = 0;
  let bytes = 0;
  for await (const chunk of content.slice(0, mostBytes).stream()) {
    const piece = decoder.decode(chunk, { stream: true });
    text.push(piece);
    bytes += chunk.length;
    lines += piece.split('\n').length - 1;
    if (lines >= rows) break;
  }
  const all = text.join('').split('\n');
  // What a cut has left of the last row is none.
  const isWhole = bytes >= content.size;
  return new Blob([
    all
      .slice(0, isWhole ? rows : Math.min(rows, all.length - 1))
      .join('\n')
      .concat('\n'),
  ]);
}
