import { t } from '@vscode/l10n';
import { UserError } from '../common/errors.ts';
import type { Disposable } from '../common/disposable.ts';
import { streamOf } from '../common/streamOf.ts';
import { pause } from '../common/time.ts';
import type { JobsApi, UploadedFile } from './api.ts';
import { answerStatus, isPassing } from './failure.ts';
import { FileRefused } from './refusal.ts';
import { retrying, type Patience } from './retry.ts';

/** A local file as it was when it was checked. */
export interface CheckedFile {
  /** Its name at the service. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
  /** Reads the content; throws a UserError (`launch.fileChanged`) if size or time changed since the check. */
  open(): Promise<Blob>;
}

export interface UploadParts extends Patience {
  /** Name of the connection. */
  readonly connection: string;
  readonly api: JobsApi;
  /** Hears the id of the file as soon as the service has it, before it has looked at it. */
  readonly onSent: (id: string) => Promise<void>;
  /** Hears how many bytes have been sent; fewer than before when something is sent again. */
  readonly onProgress: (bytes: number) => void;
}

/** Bytes. OpenAI's description of its API of 2026-08 names 512 MB and 64 MB; the lower reading of both is taken. */
export const uploadLimits = { plain: 512_000_000, part: 64_000_000 } as const;

/** Milliseconds: how long a service may take to look at a file, and how long one that says only "uploaded". */
const processing = { longest: 30 * 60_000, grace: 10_000, wait: 2_000 };

/** Milliseconds without a byte sent, or without an answer when all is sent, after which a request is given up. */
const longestStall = 120_000;

/** States in which a service still looks at a file (Azure's words). */
const busy = ['pending', 'running', 'uploading', 'processing', 'notrunning'];

/**
 * Sends a file, read from disk while it is sent, and waits until the service takes it. What breaks is tried again: all of a
 * small file, one part of a large one. Parts are withdrawn when this is cancelled; a file that `onSent` was told of is left to
 * whoever heard of it.
 */
export async function upload(file: CheckedFile, parts: UploadParts): Promise<UploadedFile> {
  const sent = file.size > uploadLimits.plain ? await sendInParts(file, parts) : await sendWhole(file, parts);
  await parts.onSent(sent.id);
  return processed(sent, parts);
}

function sendWhole(file: CheckedFile, parts: UploadParts): Promise<UploadedFile> {
  const { api, onProgress } = parts;
  const send = async (attempt: AbortSignal, onBytes: (bytes: number) => void): Promise<UploadedFile> => {
    onProgress(0);
    return api.uploadFile(new CountedFile(await file.open(), file.name, onBytes), attempt);
  };
  return retrying(() => unlessStalled(send, onProgress, parts), mayPass, parts);
}

async function sendInParts(file: CheckedFile, parts: UploadParts): Promise<UploadedFile> {
  const { api, signal, onProgress } = parts;
  const content = await file.open();
  const announced = { filename: file.name, bytes: file.size };
  let uploadId: string;
  try {
    uploadId = await retrying(() => api.createUpload(announced, signal), isPassing, parts);
  } catch (error) {
    // A service without uploads in parts may still take the file whole.
    if (isUnknownThere(error)) return sendWhole(file, parts);
    throw error;
  }
  try {
    const ids: string[] = [];
    for (let start = 0; start < file.size; start += uploadLimits.part) {
      const part = content.slice(start, Math.min(start + uploadLimits.part, file.size));
      const send = (attempt: AbortSignal, onBytes: (bytes: number) => void): Promise<string> =>
        api.addUploadPart(uploadId, new CountedFile(part, file.name, onBytes), attempt);
      const onPart = (bytes: number): void => onProgress(start + bytes);
      ids.push(await retrying(() => unlessStalled(send, onPart, parts), mayPass, parts));
    }
    // Throws if the file changed meanwhile.
    await file.open();
    return await retrying(() => api.completeUpload(uploadId, ids, signal), isPassing, parts);
  } catch (error) {
    await api.cancelUpload(uploadId).catch(() => undefined);
    throw error;
  }
}

const mayPass = (error: unknown): boolean => isPassing(error) || isStall(error);
const isStall = (error: unknown): boolean => error instanceof UserError && error.code === 'upload.stalled';

/** Gives a request up when nothing has gone on for a while: it has no limit of time otherwise. */
async function unlessStalled<T>(
  send: (signal: AbortSignal, onBytes: (bytes: number) => void) => Promise<T>,
  onBytes: (bytes: number) => void,
  { clock, signal }: UploadParts,
): Promise<T> {
  const stall = new AbortController();
  const watch = (): Disposable => clock.after(longestStall, () => stall.abort());
  let watching = watch();
  let isOver = false;
  try {
    return await send(AbortSignal.any([signal, stall.signal]), (bytes) => {
      // Of a request that was cut the file may still be read for a moment.
      if (isOver) return;
      watching.dispose();
      watching = watch();
      onBytes(bytes);
    });
  } catch (error) {
    if (!stall.signal.aborted) throw error;
    throw new UserError('upload.stalled', t('The upload stood still.'), t('Try again.'), { actions: ['retry'] });
  } finally {
    isOver = true;
    watching.dispose();
  }
}

/** The file as soon as the service has looked at it. Throws `FileRefused` where it does not take it. */
async function processed(sent: UploadedFile, parts: UploadParts): Promise<UploadedFile> {
  const { connection, clock, signal } = parts;
  const start = clock.now();
  for (let file = sent; ; file = await lookAgain(sent, parts)) {
    if (['error', 'failed'].includes(file.status)) {
      throw new FileRefused(connection, sent.filename, file.statusDetails ?? file.status);
    }
    const elapsed = clock.now() - start;
    const mayWait = busy.includes(file.status) || (file.status === 'uploaded' && elapsed < processing.grace);
    if (!mayWait || elapsed >= processing.longest) return file;
    await pause(clock, processing.wait, signal);
  }
}

/** The file as the service has it now; as it was where the service does not tell. */
async function lookAgain(sent: UploadedFile, parts: UploadParts): Promise<UploadedFile> {
  const { api, signal } = parts;
  try {
    return await retrying(() => api.retrieveFile(sent.id, signal), isPassing, parts);
  } catch (error) {
    if (!isUnknownThere(error)) throw error;
    return { ...sent, status: 'processed' };
  }
}

/** The service does not have what was asked of it. */
const isUnknownThere = (error: unknown): boolean => [404, 405, 501].includes(answerStatus(error) ?? 0);

/** A file that tells how much of it has been read. Its content is copied nowhere. */
class CountedFile extends File {
  readonly #onRead: (bytes: number) => void;

  constructor(content: Blob, name: string, onRead: (bytes: number) => void) {
    super([content], name, { type: 'application/jsonl' });
    this.#onRead = onRead;
  }

  override stream(): ReturnType<File['stream']> {
    return streamOf(this.#counted(super.stream()));
  }

  async *#counted(chunks: ReturnType<File['stream']>): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
    let read = 0;
    for await (const chunk of chunks) {
      read += chunk.length;
      this.#onRead(read);
      yield chunk;
    }
    return undefined;
  }
}
