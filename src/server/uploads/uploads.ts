import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Clock } from '../../common/time.ts';
import { ContentFolder, type ReceivedContent } from '../content.ts';
import type { Database } from '../database.ts';
import { ApiError, badRequest, conflict, notFound } from '../errors.ts';
import { fileBody, type FileStore } from '../files.ts';
import { newId, type RandomText } from '../ids.ts';
import { uploadLimits, type CompletionSpec, type UploadSpec } from './uploadRequest.ts';
import { UploadStore, type PartRow, type UploadRow } from './uploadStore.ts';

export interface UploadsDependencies {
  readonly database: Database;
  readonly files: FileStore;
  /** Where the parts lie, each by its id. */
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomText;
}

/** Files that are sent in parts. Each action throws an ApiError where it is not possible. */
export class Uploads {
  readonly #dependencies: UploadsDependencies;
  readonly #store: UploadStore;
  readonly #content: ContentFolder;
  /** Uploads whose parts are being put together. */
  readonly #completing = new Set<string>();

  constructor(dependencies: UploadsDependencies) {
    this.#dependencies = dependencies;
    this.#store = new UploadStore(dependencies.database);
    this.#content = new ContentFolder(dependencies.folder, 'part_', dependencies.random);
  }

  create(spec: UploadSpec): UploadRow {
    this.forgetExpired();
    if (this.#store.countPending() >= uploadLimits.open) {
      const message = `There are ${uploadLimits.open} open uploads already; complete or cancel one first.`;
      throw new ApiError(429, message, { type: 'rate_limit_error', code: 'too_many_uploads' });
    }
    const id = newId('upload_', this.#dependencies.random);
    const { lifetime = null, ...announced } = spec;
    const now = this.#now();
    this.#store.insert({ id, created_at: now, expires_at: now + uploadLimits.lifetime, lifetime, ...announced });
    return this.get(id);
  }

  get(id: string): UploadRow {
    this.forgetExpired();
    const upload = this.#store.get(id);
    if (!upload) throw notFound(`No such Upload object: ${id}`, 'upload_id');
    return upload;
  }

  /** Throws a 409 where the upload takes no parts (any more), before they are sent. */
  requireOpen(id: string): UploadRow {
    const upload = this.get(id);
    if (upload.status !== 'pending') throw conflict(`Upload ${id} is ${upload.status}.`);
    if (this.#completing.has(id)) throw conflict(`Upload ${id} is being completed.`);
    return upload;
  }

  receive(content: Readable): Promise<ReceivedContent> {
    return this.#content.receive(content);
  }

  /** For content that became no part. */
  remove(id: string): Promise<void> {
    return this.#content.remove(id);
  }

  /** Makes received content a part. The upload may have ended while it was sent. */
  addPart(uploadId: string, content: ReceivedContent): PartRow {
    this.requireOpen(uploadId);
    const { count, bytes } = this.#store.partTotals(uploadId);
    if (bytes + content.bytes > uploadLimits.bytes || count >= uploadLimits.parts) {
      throw badRequest(`Upload ${uploadId} has as many parts as it can take.`, 'data', 'upload_too_large');
    }
    const part = { id: content.id, upload_id: uploadId, created_at: this.#now(), bytes: content.bytes };
    this.#store.addPart(part);
    this.#content.claim(content.id);
    return part;
  }

  async cancel(id: string): Promise<UploadRow> {
    const upload = this.get(id);
    // The client may be asking again because the answer was lost.
    if (upload.status === 'cancelled') return upload;
    this.requireOpen(id);
    const parts = this.#store.parts(id);
    this.#dependencies.database.transaction(() => this.#store.end(id, 'cancelled', null));
    await this.#removeAll(parts);
    return this.get(id);
  }

  /** Puts the parts together to a file. */
  async complete(id: string, { partIds, md5 }: CompletionSpec): Promise<UploadRow> {
    if (this.get(id).status === 'completed') return this.get(id);
    const upload = this.requireOpen(id);
    const chosen = this.#chosenParts(upload, partIds);
    const parts = this.#store.parts(id);
    this.#completing.add(id);
    try {
      const { files, database } = this.#dependencies;
      const hash = md5 === undefined ? undefined : createHash('md5');
      const content = await files.receive(Readable.from(this.#read(chosen, hash)));
      try {
        if (hash?.digest('hex') !== md5) {
          throw badRequest('The uploaded bytes have another md5 than the request says.', 'md5', 'md5_mismatch');
        }
        database.transaction(() => {
          files.add(content, upload.filename, upload.purpose, upload.lifetime ?? undefined);
          this.#store.end(id, 'completed', content.id);
        });
      } catch (error) {
        await files.remove(content.id);
        throw error;
      }
    } finally {
      this.#completing.delete(id);
    }
    await this.#removeAll(parts);
    return this.get(id);
  }

  /** The `upload` object of the API. */
  body(upload: UploadRow): Record<string, unknown> {
    const { id, created_at, expires_at, status, filename, purpose, bytes, file_id } = upload;
    const file = file_id === null ? undefined : this.#dependencies.files.get(file_id);
    const body = { id, object: 'upload', created_at, expires_at, status, filename, purpose, bytes };
    return file ? { ...body, file: fileBody(file) } : body;
  }

  /** Ends uploads whose time is over; their parts are swept away. */
  forgetExpired(): void {
    this.#store.expire(this.#now(), this.#completing);
  }

  /** Paths of all parts that have a row or will have one. */
  neededPaths(): string[] {
    return [...this.#store.partIds().map((id) => this.#content.path(id)), ...this.#content.unclaimed()];
  }

  #chosenParts(upload: UploadRow, partIds: readonly string[]): PartRow[] {
    const known = new Map(this.#store.parts(upload.id).map((part) => [part.id, part]));
    if (new Set(partIds).size < partIds.length) throw badRequest('A part is named twice.', 'part_ids', 'invalid_value');
    const parts = partIds.map((id) => {
      const part = known.get(id);
      if (!part) throw badRequest(`Upload ${upload.id} has no part ${id}.`, 'part_ids', 'invalid_value');
      return part;
    });
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (bytes === upload.bytes) return parts;
    const message = `The parts have ${bytes} bytes, but the upload was created for ${upload.bytes}.`;
    throw badRequest(message, 'part_ids', 'bytes_mismatch');
  }

  async *#read(parts: readonly PartRow[], hash: ReturnType<typeof createHash> | undefined): AsyncGenerator<Buffer> {
    for (const { id } of parts) {
      for await (const chunk of createReadStream(this.#content.path(id))) {
        hash?.update(chunk as Buffer);
        yield chunk as Buffer;
      }
    }
  }

  async #removeAll(parts: readonly PartRow[]): Promise<void> {
    for (const { id } of parts) await this.#content.remove(id);
  }

  #now(): number {
    return Math.floor(this.#dependencies.clock.now() / 1000);
  }
}
