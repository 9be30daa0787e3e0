import { refusal, trainingNotAvailable, type Answer, type Content } from './scriptedAnswers.ts';

type Fields = Record<string, unknown>;

/** How the service differs from OpenAI's. */
export interface Manners {
  /** What a new job is called. Default validating_files; Azure says pending. */
  readonly firstStatus?: string;
  /** Times as ISO texts instead of seconds. */
  readonly isoTimes?: boolean;
  /** What jobs give where nothing went wrong: `{}`, or an object of nulls. Default null. */
  readonly noError?: unknown;
  /** Jobs come back without the metadata they were sent. */
  readonly dropsMetadata?: boolean;
  /** A new file is answered so many times as pending before it is processed; jobs on it are refused meanwhile. */
  readonly pendingLooks?: number;
  /** 411 to a POST without a body. */
  readonly needsBody?: boolean;
  /** Nobody can create jobs any more. */
  readonly isClosed?: boolean;
  /** Ids of files and jobs as gateways make them up: long, with characters that mean something in an address. */
  readonly opaqueIds?: boolean;
  /** What becomes of `metadata[key]` in the query of a list: all is listed, or the request is refused. Default it is obeyed. */
  readonly filters?: 'ignored' | 'refused';
  /** Lists do not say whether there is more. */
  readonly hidesMore?: boolean;
  /** What the service says against every file when it has looked at it. */
  readonly refusesFiles?: string;
  /** Paths answered with this status: `{ pause: 404 }`. */
  readonly lacks?: Readonly<
    Partial<Record<'pause' | 'resume' | 'events' | 'checkpoints' | 'uploads' | 'models', number>>
  >;
  /** Members added to every model: a shutdown date. */
  readonly modelFields?: Fields;
}

export interface Asked {
  readonly method: string;
  /** Without the prefix, split at slashes: ["files", "file-1"]. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly content: Content;
}

const completion = {
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
  usage: { total_tokens: 3 },
};
const unknown = (what: string): Answer => refusal(404, `No such ${what}`, { code: 'not_found' });
const ok = (body: unknown): Answer => ({ status: 200, body });

/** The jobs, files and uploads of one scripted service, and what it answers when all goes well. */
export class ScriptedState {
  readonly manners: Manners;
  readonly jobs: Fields[] = [];
  readonly files = new Map<string, FileFields>();
  readonly uploads = new Map<string, { status: string; filename: string; parts: Map<string, number> }>();
  readonly events = new Map<string, Fields[]>();
  readonly checkpoints = new Map<string, Fields[]>();
  models: Fields[] = [{ id: 'gpt-4.1-mini-2025-04-14', object: 'model', owned_by: 'system' }];
  #count = 0;

  constructor(manners: Manners) {
    this.manners = manners;
  }

  /** Moves a job on. Times are seconds since 1970. */
  setJob(id: string, fields: Fields): void {
    Object.assign(this.#job(id) ?? {}, fields);
  }

  /** Adds an event; kept oldest first, served newest first. */
  addEvent(jobId: string, fields: Fields): void {
    const known = this.events.get(jobId);
    if (known) known.push(fields);
    else this.events.set(jobId, [fields]);
  }

  #job(id: string | undefined): Fields | undefined {
    return this.jobs.find((job) => job['id'] === id);
  }

  #id(kind: string): string {
    const id = `${kind}-${++this.#count}`;
    return this.manners.opaqueIds ? `${Buffer.from(`litellm_proxy:${id}`).toString('base64')}/+==` : id;
  }

  #time(): unknown {
    const seconds = 1_770_000_000 + ++this.#count;
    return this.manners.isoTimes ? new Date(seconds * 1000).toISOString() : seconds;
  }

  async answer(asked: Asked): Promise<Answer> {
    const [what, ...rest] = asked.path;
    const last = asked.path.at(-1) ?? '';
    const lacking = this.manners.lacks?.[(what === 'fine_tuning' ? last : what) as 'pause'];
    if (lacking !== undefined) return refusal(lacking, 'Not found.');
    if (asked.method === 'POST' && this.manners.needsBody && asked.content.length === 0)
      return { status: 411, body: '<h2>Length Required</h2>', headers: { 'content-type': 'text/html' } };
    if (what === 'models') return this.#models(asked, rest.join('/'));
    if (what === 'chat') return ok(completion);
    if (what === 'files') return this.#files(asked, rest);
    if (what === 'uploads') return this.#uploads(asked, rest);
    if (what === 'fine_tuning' && rest[0] === 'jobs') return this.#jobs(asked, rest.slice(1));
    return unknown(`address: ${asked.path.join('/')}`);
  }

  #models({ method }: Asked, id: string): Answer {
    if (method !== 'DELETE')
      return ok({ object: 'list', data: this.models.map((m) => ({ ...m, ...this.manners.modelFields })) });
    if (!this.models.some((model) => model['id'] === id)) return unknown(`model: ${id}`);
    this.models = this.models.filter((model) => model['id'] !== id);
    return ok({ id, object: 'model', deleted: true });
  }

  async #files(asked: Asked, [id, part]: readonly string[]): Promise<Answer> {
    const body = (file: FileFields): Fields => fileBody(file, this.manners.refusesFiles);
    if (id === undefined && asked.method === 'GET') return this.#list(Array.from(this.files.values(), body), asked);
    if (id === undefined) {
      const form = await readForm(asked);
      return ok(body(this.#addFile(form.name, form.size, form.content)));
    }
    const file = this.files.get(id);
    if (!file) return unknown(`File object: ${id}`);
    if (asked.method === 'DELETE') {
      this.files.delete(id);
      return ok({ id, object: 'file', deleted: true });
    }
    if (part === 'content') return { status: 200, body: String(file.content ?? '') };
    if (file.looks > 0) file.looks--;
    return ok(body(file));
  }

  #addFile(filename: string, bytes: number, content?: Buffer) {
    const id = this.#id('file');
    const looks = this.manners.pendingLooks ?? 0;
    const file = {
      id,
      object: 'file',
      bytes,
      filename,
      purpose: 'fine-tune',
      created_at: this.#time(),
      looks,
      ...(content && { content }),
    };
    this.files.set(id, file);
    return file;
  }

  async #uploads(asked: Asked, [id, action]: readonly string[]): Promise<Answer> {
    if (id === undefined) {
      const { filename, bytes } = json(asked);
      const uploadId = `upload_${++this.#count}`;
      this.uploads.set(uploadId, { status: 'pending', filename: String(filename), parts: new Map() });
      return ok({ id: uploadId, object: 'upload', status: 'pending', bytes, filename });
    }
    const upload = this.uploads.get(id);
    if (!upload) return unknown(`Upload: ${id}`);
    if (upload.status !== 'pending') return refusal(400, `Upload is ${upload.status}.`);
    if (action === 'parts') {
      const part = `part_${++this.#count}`;
      upload.parts.set(part, (await readForm(asked)).size);
      return ok({ id: part, object: 'upload.part', upload_id: id });
    }
    upload.status = action === 'complete' ? 'completed' : 'cancelled';
    if (action !== 'complete') return ok({ id, object: 'upload', status: upload.status });
    const parts = json(asked)['part_ids'] as string[];
    const bytes = parts.reduce((sum, part) => sum + (upload.parts.get(part) ?? Number.NaN), 0);
    return ok({ id, object: 'upload', status: 'completed', file: fileBody(this.#addFile(upload.filename, bytes)) });
  }

  #jobs(asked: Asked, [id, action]: readonly string[]): Answer {
    if (id === undefined) return asked.method === 'POST' ? this.#create(json(asked)) : this.#list(this.jobs, asked);
    const job = this.#job(id);
    if (!job) return unknown(`fine-tuning job: ${id}`);
    if (action === 'events') return this.#list((this.events.get(id) ?? []).toReversed(), asked);
    if (action === 'checkpoints') return this.#list((this.checkpoints.get(id) ?? []).toReversed(), asked);
    return action === 'pause' || action === 'resume' || action === 'cancel' ? this.#steer(job, action) : ok(job);
  }

  #create(body: Fields): Answer {
    if (this.manners.isClosed) return trainingNotAvailable;
    const file = this.files.get(String(body['training_file']));
    if (!file) return refusal(400, `No such File object: ${String(body['training_file'])}`, { param: 'training_file' });
    if (file.looks > 0) return refusal(400, `File ${String(file['id'])} is not ready`, { param: 'training_file' });
    const { metadata, ...rest } = body;
    const job = {
      id: this.#id('ftjob'),
      object: 'fine_tuning.job',
      created_at: this.#time(),
      finished_at: null,
      fine_tuned_model: null,
      organization_id: null,
      status: this.manners.firstStatus ?? 'validating_files',
      result_files: null,
      trained_tokens: null,
      hyperparameters: null,
      error: this.manners.noError ?? null,
      ...rest,
      metadata: this.manners.dropsMetadata ? null : (metadata ?? null),
    };
    this.jobs.unshift(job);
    return ok(job);
  }

  #steer(job: Fields, action: 'pause' | 'resume' | 'cancel'): Answer {
    const isOver = ['succeeded', 'failed', 'cancelled'].includes(String(job['status']));
    if (isOver) return refusal(409, `Job has already completed: ${String(job['id'])}`);
    job['status'] = { pause: 'pausing', resume: 'resuming', cancel: 'cancelled' }[action];
    return ok(job);
  }

  /** `metadata[k]` filters; `after` and `limit` page. */
  #list(all: readonly Fields[], { query }: Asked): Answer {
    const filters = Array.from(query).flatMap(([name, value]) => {
      const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value] as const];
    });
    const { filters: what, hidesMore } = this.manners;
    if (what === 'refused' && filters.length > 0) return refusal(400, 'Unknown query parameter.');
    const found = all.filter(
      (item) =>
        what === 'ignored' || filters.every(([key, value]) => (item['metadata'] as Fields | null)?.[key] === value),
    );
    const start = found.findIndex((item) => item['id'] === query.get('after')) + 1;
    const end = start + Number(query.get('limit') ?? 20);
    const more = hidesMore ? {} : { has_more: end < found.length };
    return ok({ object: 'list', data: found.slice(start, end), ...more });
  }
}

type FileFields = Fields & { looks: number; content?: Buffer };

function fileBody({ looks, content, ...fields }: FileFields, refusal?: string): Fields {
  const body = { ...fields, bytes: content?.length ?? fields['bytes'] };
  if (looks > 0) return { ...body, status: 'pending' };
  return refusal === undefined
    ? { ...body, status: 'processed' }
    : { ...body, status: 'error', status_details: refusal };
}

const json = ({ content }: Asked): Fields => JSON.parse(content.bytes.toString() || '{}') as Fields;

/** The file of a multipart body. Of one that is too large to be held, only the name and about how large it is. */
async function readForm({ content, headers }: Asked): Promise<{ name: string; size: number; content?: Buffer }> {
  if (content.bytes.length < content.length) {
    const name = /filename="([^"]*)"/.exec(content.bytes.subarray(0, 4096).toString('latin1'))?.[1];
    return { name: name ?? '', size: content.length };
  }
  const type = { 'content-type': headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(content.bytes), { headers: type }).formData();
  const file = form.get('file') ?? form.get('data');
  if (!(file instanceof File)) return { name: '', size: 0 };
  return { name: file.name, size: file.size, content: Buffer.from(await file.arrayBuffer()) };
}
