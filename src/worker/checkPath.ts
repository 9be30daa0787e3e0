import { statSync } from 'node:fs';
import { checkPart, indexFile, joinParts, type CheckFileOptions, type FileCheck } from '../dataset/checkFile.ts';
import type { FilePart } from '../dataset/filePart.ts';
import type { KnownRowsByTarget } from '../dataset/knownRows.ts';
import type { TokenCounter } from '../dataset/tokens/counter.ts';
import { encodingOf } from '../dataset/tokens/encoding.ts';
import { decode } from './decode.ts';
import { fileBytes, type ByteRange } from './fileBytes.ts';
import type { PathCheck, PathOptions } from './protocol.ts';
import { RandomAccessFile } from './randomAccessFile.ts';
import type { Counters } from './ranks.ts';

/** What a check of a path needs beside its options. */
export interface PathContext {
  readonly counters: Counters;
  /** Of files that were checked before. */
  readonly knownRows?: KnownRowsByTarget;
  readonly signal?: AbortSignal | undefined;
  /** Hears of the number of bytes after each read of the file that is checked. */
  readonly onRead?: (bytes: number) => void;
  /** Sees the bytes themselves. They may be written over when it has returned. */
  readonly onChunk?: (chunk: Uint8Array) => unknown;
}

/** Checks the file at `path`. Rejects with the system's error where it, or the training file, cannot be read. */
export async function checkPath(path: string, options: PathOptions, context: PathContext): Promise<PathCheck> {
  // Imported where it is needed: most checks should not wait for it.
  const hash = options.sha256 ? (await import('node:crypto')).createHash('sha256') : undefined;
  const onChunk = hash && ((chunk: Uint8Array): unknown => hash.update(chunk));
  const part = await checkPathPart(path, options, { ...context, ...(onChunk && { onChunk }) });
  const check = await joinPath(path, [part], options, context.signal);
  return hash ? { ...check, sha256: hash.digest('hex') } : check;
}

/** Checks a part of a file; all of it without `range`. */
export async function checkPathPart(
  path: string,
  options: PathOptions,
  { counters, knownRows, signal, onRead, onChunk }: PathContext,
  range?: ByteRange,
): Promise<FilePart> {
  const limitCounter = (): TokenCounter => counters.of(encodingOf(options.model));
  const counting = options.tokens ? { counter: limitCounter() } : { limitCounter };
  const part = {
    ...fileOptions(options, signal),
    ...counting,
    ...(knownRows && { knownRows }),
    isLater: range !== undefined && range.start > 0,
  };
  const buffers = knownRows?.of(options.target)?.buffers;
  const bytes = fileBytes(path, { buffers, ...(onRead ? { onRead } : {}), ...(range ? { range } : {}) });
  return checkPart(onChunk ? seen(bytes, onChunk) : bytes, part);
}

async function* seen(
  bytes: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => unknown,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of bytes) {
    onChunk(chunk);
    yield chunk;
  }
}

/**
 * What the parts of the file, in order, come to. Rows that look equal, there or in the training file, are read again; not
 * those of a pipe, which can be read only once.
 */
export async function joinPath(
  path: string,
  parts: readonly FilePart[],
  options: PathOptions,
  signal?: AbortSignal,
): Promise<FileCheck> {
  const { trainingFile } = options;
  const how = fileOptions(options, signal);
  if (!statSync(path).isFile()) return joinParts(parts, how);
  using file = new RandomAccessFile(path);
  const read = (start: number, end: number): Uint8Array => file.read(start, end);
  if (trainingFile === undefined) return await joinParts(parts, { ...how, read });
  const index = await indexFile(fileBytes(trainingFile), how);
  using training = new RandomAccessFile(trainingFile);
  const compared = { name: trainingFile, index, read: (start: number, end: number) => training.read(start, end) };
  return await joinParts(parts, { ...how, read, training: compared });
}

/** The options as the check of bytes takes them. */
export function fileOptions(options: PathOptions, signal?: AbortSignal): CheckFileOptions {
  const { tokens: _tokens, sha256: _sha256, trainingFile: _trainingFile, ...how } = options;
  return { ...how, decode, ...(signal ? { signal } : {}) };
}
