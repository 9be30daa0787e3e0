import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../src/common/logger.ts';
import { systemClock } from '../../src/common/time.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../src/server/app.ts';
import { openDatabase } from '../../src/server/database.ts';
import { openDataFolder } from '../../src/server/dataFolder.ts';
import type { EngineSettings } from '../../src/common/engineSettings.ts';
import { secureRandomText } from '../../src/server/ids.ts';
import { askUntil } from './askUntil.ts';

export const testKey = 'sk-test';

/** What the fake engine is to do when it trains. */
export interface FakePlan {
  /** Default 6. */
  readonly steps?: number;
  /** A checkpoint after each so many steps. Default 2. */
  readonly stepsPerEpoch?: number;
  /** After this step it waits for a command. */
  readonly holdAfter?: number;
  /** Its first process reads the examples until it is told to pause. */
  readonly holdsReading?: boolean;
  /** After this step the process dies, as often as `crashes` says (default 1). */
  readonly crashAfter?: number;
  readonly crashes?: number;
  /** After this step it says that training cannot go on. */
  readonly failAfter?: number;
  /** Its words then. */
  readonly failure?: string;
  /** It hears no command, not even that its server is gone. */
  readonly isDeaf?: boolean;
  /** A process that goes on tells its last checkpoint again, and crashes there while crashes are left. */
  readonly retells?: boolean;
  /** The question "hold" is never answered. */
  readonly holdsAnswers?: boolean;
}

// Bodies of answers are looked into freely: a wrong shape fails the assertion that reads it.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: Json;
}

/** The fake engine as the server starts it; two of one server need a name and a model each. */
export function fakeEngine(plan: FakePlan = {}, name = 'fake', model = 'baseline-1'): EngineSettings {
  const program = fileURLToPath(new URL('serverFakeEngine.mjs', import.meta.url));
  const command = [process.execPath, program, JSON.stringify(plan)];
  return { name, command, models: [model], methods: ['supervised'] };
}

/** `count` chat examples as JSONL. */
export function exampleLines(count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `Question ${index}` },
        { role: 'assistant', content: `Answer ${index}` },
      ],
    }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

/** A form of texts and files. */
export function formOf(parts: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.set(name, value);
  return form;
}

/** A file that a server takes. */
export const jsonl = new File([exampleLines(2)], 'train.jsonl');

/** The parts of a form that has such a file kept for so many seconds. */
export function expiring(seconds: string): Record<string, string | File> {
  return {
    file: jsonl,
    purpose: 'fine-tune',
    'expires_after[anchor]': 'created_at',
    'expires_after[seconds]': seconds,
  };
}

/** Asks a server as a client would. */
export class TestClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isForm = body instanceof FormData;
    const type: Record<string, string> = body === undefined || isForm ? {} : { 'content-type': 'application/json' };
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${testKey}`, ...type, ...headers },
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  async get(path: string): Promise<Json> {
    const answer = await this.ask('GET', path);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  async post(path: string, body?: unknown): Promise<Json> {
    const answer = await this.ask('POST', path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  /** Uploads a file for fine-tuning; gives its id. */
  async upload(text = exampleLines(12), name = 'train.jsonl', purpose = 'fine-tune'): Promise<string> {
    return ((await this.post('/files', formOf({ purpose, file: new File([text], name) }))) as { id: string }).id;
  }

  /** Creates a job; gives its id. */
  async createJob(fields: Record<string, unknown> = {}): Promise<string> {
    const training_file = fields['training_file'] ?? (await this.upload());
    const job = await this.post('/fine_tuning/jobs', { model: 'baseline-1', training_file, ...fields });
    return (job as { id: string }).id;
  }

  job(id: string): Promise<Json> {
    return this.get(`/fine_tuning/jobs/${id}`);
  }

  /** All events, oldest first. */
  async events(id: string): Promise<Json[]> {
    return ((await this.get(`/fine_tuning/jobs/${id}/events?limit=1000`)) as { data: Json[] }).data.reverse();
  }

  async messages(id: string): Promise<string[]> {
    return (await this.events(id)).map((event) => event.message as string);
  }

  /** Resolves when the job has an event whose message starts so. */
  async untilMessage(id: string, start: string): Promise<void> {
    await askUntil(
      () => this.messages(id),
      (messages) => messages.some((message) => message.startsWith(start)),
    );
  }

  /** Resolves when the job has succeeded; rejects when it ends otherwise. */
  async untilSucceeded(id: string, seconds?: number): Promise<void> {
    const isOver = ({ status }: Json): boolean => ['succeeded', 'failed', 'cancelled'].includes(status);
    const { status } = await askUntil(() => this.job(id), isOver, seconds);
    assert.equal(status, 'succeeded');
  }
}

/** A server in this process, on a folder of its own. */
export class TestServer extends TestClient {
  readonly server: RunningServer;
  readonly folder: string;

  constructor(server: RunningServer, folder: string) {
    super(server.url);
    this.server = server;
    this.folder = folder;
  }

  /** Resolves with the job as soon as it has this status; rejects after 50 seconds. */
  async until(id: string, status: string): Promise<Json> {
    return this.#until(id, (job) => job.status === status, `has not become ${status}`);
  }

  /** Resolves with the job as soon as an event's message matches. */
  async untilEvent(id: string, pattern: RegExp): Promise<void> {
    const seen = async (): Promise<boolean> => (await this.messages(id)).some((message) => pattern.test(message));
    await this.#until(id, seen, `has had no event ${pattern}`);
  }

  async #until(id: string, isReached: (job: Json) => boolean | Promise<boolean>, failure: string): Promise<Json> {
    const limit = AbortSignal.timeout(50_000);
    for (;;) {
      const { promise, stop } = this.#nextChange(id, limit);
      const job = await this.job(id);
      if (await isReached(job)) {
        stop();
        return job;
      }
      await promise;
      if (limit.aborted) assert.fail(`job ${id} ${failure}: ${JSON.stringify(await this.messages(id))}`);
    }
  }

  #nextChange(id: string, limit: AbortSignal): { promise: Promise<void>; stop: () => void } {
    let stop = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      const subscription = this.server.onDidChangeJob((changed) => changed === id && stop());
      stop = () => {
        subscription.dispose();
        resolve();
      };
      limit.addEventListener('abort', stop);
    });
    return { promise, stop };
  }
}

let emptyDatabase: Promise<Uint8Array> | undefined;

async function makeDatabase(path: string): Promise<Uint8Array> {
  openDatabase(path).close();
  const bytes = await readFile(path);
  await rm(path);
  return bytes;
}

/** Servers and folders of a test file; all are gone after each test. */
export class ServerFixture {
  #servers: TestServer[] = [];
  #folders: string[] = [];

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'finetune-server-'));
    this.#folders.push(folder);
    return folder;
  }

  /** Starts a server; on `folder` if given (a server that has stopped may have used it before). */
  async start(plan: FakePlan = {}, options: Partial<ServerOptions> = {}, folder?: string): Promise<TestServer> {
    const root = folder ?? (await this.#preparedFolder());
    const server = await startServer({
      folder: await openDataFolder(root),
      key: testKey,
      host: '127.0.0.1',
      port: 0,
      version: '1.2.3',
      engines: [fakeEngine(plan)],
      concurrency: 1,
      log: silentLogger,
      clock: systemClock,
      random: secureRandomText,
      randomSeed: () => 42,
      onActivity: () => undefined,
      onStopRequest: () => undefined,
      ...options,
    });
    const test = new TestServer(server, root);
    this.#servers.push(test);
    return test;
  }

  /** A new folder with the tables of a server that was here before: to make them waits for the disk each time. */
  async #preparedFolder(): Promise<string> {
    const root = await this.folder();
    emptyDatabase ??= makeDatabase(join(root, 'empty.sqlite'));
    await writeFile(join(root, 'database.sqlite'), await emptyDatabase);
    return root;
  }

  async stop(test: TestServer): Promise<void> {
    this.#servers = this.#servers.filter((other) => other !== test);
    await test.server.stop();
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#servers.map((test) => this.stop(test)));
    await Promise.all(this.#folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
