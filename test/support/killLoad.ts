import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { askUntil } from './askUntil.ts';
import { exampleLines, type Json, type TestClient } from './serverHarness.ts';

/** Parts of each upload. */
const partCount = 8;

interface OpenUpload {
  readonly id: string;
  readonly texts: readonly string[];
  /** Ids of the acknowledged ones. */
  readonly parts: string[];
}

/**
 * Clients that send files, parts of uploads and jobs to a server that may be killed at any moment, and remember what they
 * were told. A request that got no answer may have happened or not; one that was answered must have happened, once.
 */
export class KillLoad {
  /** Acknowledged files: id -> MD5 of the content. */
  readonly #files = new Map<string, string>();
  readonly #jobs = new Set<string>();
  /** Events that were seen of the jobs. */
  readonly #events = new Set<string>();
  /** The upload that is under way; it goes on with the next server. */
  #upload: OpenUpload | undefined;
  #parts = 0;
  #uploads = 0;
  #cutOff = 0;
  #texts = 0;

  /** Answers that said something is kept now. */
  get acknowledged(): number {
    return this.#files.size + this.#jobs.size + this.#parts;
  }

  summary(): string {
    const kept = `${this.#files.size} files (${this.#uploads} in parts), ${this.#parts} parts, ${this.#jobs.size} jobs`;
    return `acknowledged: ${kept}, ${this.#events.size} events; cut off: ${this.#cutOff} requests`;
  }

  /** Sends without a pause until the server is gone. */
  async run(server: TestClient, trainingFile: string): Promise<void> {
    const tasks = [
      () => this.#sendFile(server),
      () => this.#sendFile(server),
      () => this.#sendPart(server),
      () => this.#createJob(server, trainingFile),
    ];
    await Promise.all(tasks.map((task) => this.#repeat(task)));
  }

  /** Resolves when so many answers more were given. */
  async until(count: number): Promise<void> {
    await askUntil(
      () => this.acknowledged,
      (acknowledged) => acknowledged >= count,
    );
  }

  /** Fails where something that was acknowledged is not there any more, or is there twice. */
  async check(server: TestClient): Promise<void> {
    assert.deepEqual(missing(this.#files.keys(), await allIds(server, '/files')), []);
    const jobs = await allIds(server, '/fine_tuning/jobs');
    assert.deepEqual(missing(this.#jobs, jobs), []);
  }

  /** Completes what is under way. Fails where a file has another content than was sent, or a job lost events that were seen. */
  async checkAll(server: TestClient): Promise<void> {
    while (this.#upload) await this.#sendPart(server);
    await this.check(server);
    for (const [id, digest] of this.#files) {
      assert.equal(md5((await server.get(`/files/${id}/content`)) as string), digest);
    }
    const events = await Promise.all([...this.#jobs].map((id) => allIds(server, `/fine_tuning/jobs/${id}/events`)));
    assert.deepEqual(missing(this.#events, events.flat()), []);
  }

  async #repeat(task: () => Promise<void>): Promise<void> {
    try {
      for (;;) await task();
    } catch (error) {
      // Only a connection that broke is expected.
      if (!(error instanceof TypeError)) throw error;
      this.#cutOff++;
    }
  }

  async #sendFile(server: TestClient): Promise<void> {
    const text = this.#newText();
    this.#files.set(await server.upload(text), md5(text));
  }

  async #sendPart(server: TestClient): Promise<void> {
    this.#upload ??= await this.#createUpload(server);
    const { id, texts, parts } = this.#upload;
    if (parts.length < texts.length) {
      const form = new FormData();
      form.set('data', new File([texts[parts.length] ?? ''], 'part'));
      parts.push(((await server.post(`/uploads/${id}/parts`, form)) as { id: string }).id);
      this.#parts++;
      return;
    }
    // Asked again after a kill it gives the file that was made before.
    const { file } = (await server.post(`/uploads/${id}/complete`, { part_ids: parts })) as { file: { id: string } };
    this.#files.set(file.id, md5(texts.join('')));
    this.#uploads++;
    this.#upload = undefined;
  }

  async #createUpload(server: TestClient): Promise<OpenUpload> {
    const texts = Array.from({ length: partCount }, () => this.#newText());
    const bytes = Buffer.byteLength(texts.join(''));
    const announced = { filename: 'parts.jsonl', purpose: 'fine-tune', mime_type: 'text/jsonl', bytes };
    const { id } = (await server.post('/uploads', announced)) as { id: string };
    return { id, texts, parts: [] };
  }

  async #createJob(server: TestClient, training_file: string): Promise<void> {
    const id = await server.createJob({ training_file });
    this.#jobs.add(id);
    for (const event of await server.events(id)) this.#events.add(String(event.id));
    await server.post(`/fine_tuning/jobs/${id}/cancel`);
  }

  #newText(): string {
    return exampleLines(12).replace('Question 0', `Question ${this.#texts++} `.repeat(100));
  }
}

/** All ids of a list; fails where one is there twice. */
export async function allIds(server: TestClient, path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ;) {
    const page = (await server.get(`${path}?limit=1000${after}`)) as { data: Json[]; has_more: boolean };
    ids.push(...page.data.map(({ id }) => id as string));
    if (!page.has_more) break;
    after = `&after=${ids.at(-1)}`;
  }
  assert.equal(new Set(ids).size, ids.length);
  return ids;
}

function missing(expected: Iterable<string>, actual: readonly string[]): string[] {
  const known = new Set(actual);
  return [...expected].filter((id) => !known.has(id));
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
