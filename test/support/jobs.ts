import { UserError } from '../../src/common/errors.ts';
import type {
  Checkpoint,
  Job,
  JobEvent,
  JobPageOptions,
  JobRequest,
  Page,
  PageOptions,
  ServiceApi,
} from '../../src/jobs/api.ts';
import type { Connection } from '../../src/jobs/connections.ts';
import { LearnedFeatures, type Memory } from '../../src/jobs/features.ts';
import { serviceError } from '../../src/jobs/serviceErrors.ts';
import { FakeRecords } from './records.ts';

export function aJob(fields: Partial<Job> = {}): Job {
  return {
    id: 'ftjob-1',
    createdAt: 1000,
    status: 'running',
    model: 'baseline-1',
    resultFiles: [],
    metadata: {},
    ...fields,
  };
}

export function anEvent(id: string, fields: Partial<JobEvent> = {}): JobEvent {
  return { id, createdAt: 1000, level: 'info', message: `event ${id}`, type: 'message', data: {}, ...fields };
}

const unreachable = new UserError('service.unreachable', 'The fake service does not answer.');

/** A service held in memory, behind our own port. Counts its requests. */
export class FakeService implements ServiceApi {
  jobs: Job[] = [];
  events = new Map<string, JobEvent[]>();
  checkpoints = new Map<string, Checkpoint[]>();
  contents = new Map<string, string>();
  deletedFiles: string[] = [];
  deletedModels: string[] = [];
  requests: string[] = [];
  readonly records = new FakeRecords();
  isReachable = true;
  /** Milliseconds that each answer asks to wait. */
  askedWait = 0;
  #uploads = 0;

  #count(request: string): void {
    this.requests.push(request);
    if (!this.isReachable) throw unreachable;
  }

  /** Events are kept oldest first and served newest first. */
  addEvent(jobId: string, event: JobEvent): void {
    const known = this.events.get(jobId);
    if (known) known.push(event);
    else this.events.set(jobId, [event]);
  }

  async uploadFile(file: File) {
    this.#count('upload');
    await file.text();
    return { id: `file-${++this.#uploads}`, filename: file.name, size: file.size, status: 'processed' };
  }
  async retrieveFile(id: string) {
    this.#count('file');
    return { id, filename: 'train.jsonl', size: 3, status: 'processed' };
  }
  async createUpload() {
    this.#count('createUpload');
    return 'upload-1';
  }
  async listFiles() {
    this.#count('listFiles');
    return { items: [], hasMore: false };
  }
  async addUploadPart() {
    this.#count('part');
    return 'part-1';
  }
  async completeUpload() {
    this.#count('completeUpload');
    return { id: `file-${++this.#uploads}`, filename: 'train.jsonl', size: 3, status: 'processed' };
  }
  async cancelUpload() {
    this.#count('cancelUpload');
  }
  async fileContent(id: string) {
    this.#count('fileContent');
    return this.contents.get(id) ?? '';
  }
  async fileStart(id: string, maxBytes: number) {
    this.#count('fileStart');
    const text = this.contents.get(id) ?? '';
    return { text: text.slice(0, maxBytes), isWhole: text.length <= maxBytes };
  }
  async deleteFile(id: string) {
    this.#count('deleteFile');
    this.deletedFiles.push(id);
  }
  async createJob({ model, training_file, metadata = {} }: JobRequest): Promise<Job> {
    this.#count('create');
    const id = `ftjob-${this.jobs.length + 1}`;
    const job = aJob({ id, status: 'validating_files', model, trainingFile: training_file, metadata });
    this.jobs.unshift(job);
    return job;
  }
  async retrieveJob(id: string): Promise<Job> {
    this.#count('retrieve');
    const job = this.jobs.find((known) => known.id === id);
    if (!job) throw serviceError('fake', { status: 404, message: `No job ${id}` });
    return job;
  }
  async listJobs({ after, limit = 20 }: JobPageOptions = {}): Promise<Page<Job>> {
    this.#count('list');
    const start = this.jobs.findIndex((job) => job.id === after) + 1;
    return { items: this.jobs.slice(start, start + limit), hasMore: start + limit < this.jobs.length };
  }
  async listEvents(id: string, options: PageOptions = {}): Promise<Page<JobEvent>> {
    this.#count('events');
    const newestFirst = (this.events.get(id) ?? []).toReversed();
    const start = newestFirst.findIndex((event) => event.id === options.after) + 1;
    const limit = options.limit ?? 20;
    return { items: newestFirst.slice(start, start + limit), hasMore: start + limit < newestFirst.length };
  }
  async listCheckpoints(id: string): Promise<Page<Checkpoint>> {
    this.#count('checkpoints');
    return { items: this.checkpoints.get(id) ?? [], hasMore: false };
  }
  async #act(id: string, status: string): Promise<Job> {
    this.#count(status);
    this.jobs = this.jobs.map((job) => (job.id === id ? { ...job, status } : job));
    return this.retrieveJob(id);
  }
  cancelJob(id: string) {
    return this.#act(id, 'cancelled');
  }
  pauseJob(id: string) {
    return this.#act(id, 'pausing');
  }
  resumeJob(id: string) {
    return this.#act(id, 'queued');
  }
  async deleteModel(id: string) {
    this.#count('deleteModel');
    this.deletedModels.push(id);
  }
  async complete() {
    this.#count('complete');
    return { message: { role: 'assistant', content: 'Yes.' } };
  }
  cooldown() {
    return this.askedWait;
  }
  async listModels() {
    return [{ id: 'baseline-1' }];
  }
}

/** A memory for as long as a test. */
export function memoryOf(): Memory {
  const values = new Map<string, unknown>();
  return { get: (key) => values.get(key), set: (key, value) => values.set(key, value) };
}

export function fakeConnection(service: FakeService, fields: Partial<Connection> = {}): Connection {
  return {
    name: 'fake',
    place: 'fake',
    kind: 'compatible',
    host: 'fake.test',
    target: 'local',
    suffixLimit: 64,
    features: new LearnedFeatures(memoryOf(), 'fake'),
    open: async () => service,
    wasUsed: async () => true,
    reset() {},
    ...fields,
  };
}
