import { stat } from 'node:fs/promises';
import { detectFormat, type FileCheck } from '../dataset/checkFile.ts';
import { checkPath, fileOptions, joinPath, type PathContext } from './checkPath.ts';
import { fileBytes, type ByteRange } from './fileBytes.ts';
import type { PathOptions } from './protocol.ts';
import type { DatasetWorker } from './start.ts';

/** Bytes from which on a part is worth a thread: starting one and warming it up takes the time of checking some MB. */
const usualPart = 8 << 20;

/**
 * Checks a file in parts, one a worker. A file in which a part ends amid a value that spans rows, or whose first examples
 * tell no format, is checked here instead, all of it by one thread.
 */
export async function checkInParallel(
  path: string,
  options: PathOptions,
  workers: readonly DatasetWorker[],
  context: PathContext & { readonly smallestPart?: number },
): Promise<FileCheck> {
  const { signal, onRead, smallestPart = usualPart } = context;
  const { size } = await stat(path);
  const count = Math.min(workers.length, Math.floor(size / smallestPart));
  const format =
    count > 1 ? (options.format ?? (await detectFormat(fileBytes(path), fileOptions(options, signal)))) : undefined;
  if (format === undefined) return checkPath(path, options, context);
  const ranges = await splitAtLines(path, size, count);
  const how = { ...options, format };
  const parts = await Promise.all(
    ranges.map((range, at) => {
      let read = 0;
      const onProgress = (bytes: number): void => {
        onRead?.(bytes - read);
        read = bytes;
      };
      const worker = workers[at] as DatasetWorker;
      return worker.checkPart(path, how, range, { onProgress, ...(signal ? { signal } : {}) });
    }),
  );
  if (parts.slice(0, -1).some((part) => part.isOpen)) return checkPath(path, options, context);
  return joinPath(path, parts, how, signal);
}

const lineFeed = 10;

/** Ranges of about the same size that start after a line break, and cover the file. Fewer than `count` where lines are long. */
async function splitAtLines(path: string, size: number, count: number): Promise<readonly ByteRange[]> {
  const ranges: ByteRange[] = [];
  let start = 0;
  for (let part = 1; part < count; part++) {
    const end = await nextLine(path, Math.max(start, Math.floor((size * part) / count)), size);
    if (end >= size) break;
    if (end > start) ranges.push({ start, end });
    start = end;
  }
  // Whatever is added to the file from now on is not read.
  return [...ranges, { start, end: size }];
}

/** The first byte after a line break from byte `from` on; `size` where there is none. */
async function nextLine(path: string, from: number, size: number): Promise<number> {
  let at = from;
  for await (const chunk of fileBytes(path, { range: { start: from, end: size } })) {
    const found = chunk.indexOf(lineFeed);
    if (found >= 0) return at + found + 1;
    at += chunk.length;
  }
  return size;
}
