import type { JobsApi } from './api.ts';
import { answerStatus } from './failure.ts';
import type { LaunchIntent } from './journal.ts';
import type { JobSource, Launch, LaunchParts, SettleParts } from './launchParts.ts';
import { refusedWords } from './refusal.ts';
import { upload, type CheckedFile } from './upload.ts';

/** A file of the job at the service. */
interface SentFile {
  readonly id: string;
  readonly local?: CheckedFile;
  /** Nobody but this launch ever used it. */
  readonly isOwn: boolean;
}

export interface SentFiles {
  readonly training: SentFile;
  readonly validation?: SentFile | undefined;
}

/** Whose files are sent, and the launch given up before it whose uploads are taken over. */
interface Sender {
  readonly intent: LaunchIntent;
  readonly before: LaunchIntent | undefined;
}

/** Uploads what the service does not have yet. Where one file fails the launch has ended, and nothing is left over. */
export async function sendFiles(
  { training, validation }: Launch,
  sender: Sender,
  parts: LaunchParts,
): Promise<SentFiles> {
  try {
    const first = await sendFile(training, sender, parts);
    const second = validation && (await sendFile(validation, sender, parts));
    return { training: first, validation: second };
  } catch (error) {
    await parts.journal.end(sender.intent);
    throw error;
  } finally {
    await deleteLeftovers(parts);
  }
}

async function sendFile(file: JobSource, sender: Sender, parts: LaunchParts): Promise<SentFile> {
  const { connection, api, journal, uploaded, signal, onProgress, onRefused } = parts;
  if ('id' in file) return { id: file.id, isOwn: false };
  const known = await uploaded.find(connection, file, api, signal);
  if (known !== undefined) return { id: known, local: file, isOwn: false };
  const { intent } = sender;
  const onSent = (id: string): Promise<void> => journal.addFile(intent, { id, sha256: file.sha256 });
  const takenOver = sender.before && (await takeOver(file, sender.before, parts));
  if (takenOver !== undefined) {
    await onSent(takenOver);
    return { id: takenOver, local: file, isOwn: true };
  }
  onProgress({ type: 'upload', file, sent: 0 });
  try {
    const told = (sent: number): void => onProgress({ type: 'upload', file, sent });
    const { id } = await upload(file, { ...parts, onSent, onProgress: told });
    return { id, local: file, isOwn: true };
  } catch (error) {
    const words = refusedWords(error);
    if (words !== undefined) onRefused(file, words);
    throw error;
  }
}

/**
 * The upload of a launch that was never sent, by a process that has ended: nobody uses it. It is forgotten there first, so
 * that nobody deletes what is used here.
 */
async function takeOver(file: CheckedFile, from: LaunchIntent, parts: LaunchParts): Promise<string | undefined> {
  const { api, journal, signal } = parts;
  const found = (await journal.files(from)).find(({ sha256 }) => sha256 === file.sha256);
  if (!found || !(await isWhole(found.id, file, api, signal))) return undefined;
  await journal.dropFile(from, found.id);
  return found.id;
}

async function isWhole(id: string, file: CheckedFile, api: JobsApi, signal: AbortSignal): Promise<boolean> {
  try {
    const { status, size, filename } = await api.retrieveFile(id, signal);
    return size === file.size && filename === file.name && ['processed', 'uploaded'].includes(status);
  } catch {
    signal.throwIfAborted();
    return false;
  }
}

/**
 * Deletes what launches on this connection uploaded that came to nothing. What cannot be deleted now is tried again with the
 * next launch; that failure is logged only, since it is nothing that the person waits for.
 */
export async function deleteLeftovers({ connection, api, journal, log }: SettleParts): Promise<void> {
  for (const intent of await journal.failed(connection)) {
    for (const { id } of await journal.files(intent)) {
      try {
        await api.deleteFile(id);
      } catch (error) {
        if (answerStatus(error) !== 404)
          return log.warn(`Could not delete ${id} of a launch that failed: ${String(error)}`);
      }
      await journal.dropFile(intent, id);
    }
  }
}

export const filesOf = ({ training, validation }: SentFiles): readonly SentFile[] =>
  validation ? [training, validation] : [training];
