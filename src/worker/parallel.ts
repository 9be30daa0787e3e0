import { statSync } from 'node:fs';
import { detectFormat, type FileCheck } from '../dataset/checkFile.ts';
import type { FilePart } from '../dataset/filePart.ts';
import type { Format } from '../dataset/formats.ts';
import { checkPath, checkPathPart, fileOptions, joinPath, type PathContext } from './checkPath.ts';
import { fileBytes, type ByteRange } from './fileBytes.ts';
import { RandomAccessFile } from './randomAccessFile.ts';
import type { PathOptions } from './protocol.ts';
import type { DatasetWorker } from './start.ts';

/** Of what is left, each thread is given a part so many times smaller than its share: the last parts are small. */
const shareOfRest = 2;
/** Bytes a part has at least. */
const usualPart = 4 << 20;
/**
 * Bytes of the file for each thread. A second one has to start, to compile and to learn what rows are like: that pays from about
 * 800 MB on (measured 2026-11-30, docs/benchmarks.md), and soon where tokens are counted, which takes many times longer a byte.
 */
const bytesAThread = { checking: 400 << 20, countingTokens: usualPart };
/** Bytes read at a time until the format is known, which the first hundred examples tell, and until a line ends. */
const stepBytes = 1 << 16;

/**
 * Checks a file in parts, which this thread and the workers take one after the other: as many workers as pay. A file in which
 * a part ends amid a value that spans rows, or whose first examples tell no format, is checked here instead, all of it.
 */
export async function checkInParallel(
  path: string,
  options: PathOptions,
  workers: readonly DatasetWorker[],
  context: PathContext & { readonly smallestPart?: number },
): Promise<FileCheck> {
  const { signal, smallestPart } = context;
  const { size } = statSync(path);
  const { checking, countingTokens } = bytesAThread;
  const share = smallestPart ?? (options.tokens ? countingTokens : checking);
  const helpers = workers.slice(0, Math.max(0, Math.floor(size / share) - 1));
  await Promise.all(helpers.map((worker) => worker.start()));
  const format = helpers.length > 0 ? await formatOf(path, options, signal) : undefined;
  if (format === undefined) return checkPath(path, options, context);
  const how = { ...options, format };
  const split = { threads: helpers.length + 1, smallestPart: smallestPart ?? usualPart };
  const parts = await checkParts(path, how, splitAtLines(path, size, split), helpers, context);
  if (parts.slice(0, -1).some((part) => part.isOpen)) return checkPath(path, options, context);
  return joinPath(path, parts, how, signal);
}

async function formatOf(path: string, options: PathOptions, signal?: AbortSignal): Promise<Format | undefined> {
  return options.format ?? detectFormat(fileBytes(path, { most: stepBytes }), fileOptions(options, signal));
}

async function checkParts(
  path: string,
  how: PathOptions,
  ranges: readonly ByteRange[],
  workers: readonly DatasetWorker[],
  context: PathContext,
): Promise<readonly FilePart[]> {
  const parts: FilePart[] = [];
  let next = 0;
  const takeParts = async (check: (range: ByteRange) => Promise<FilePart>): Promise<void> => {
    for (let range = ranges[next]; range; range = ranges[next]) {
      const at = next++;
      parts[at] = await check(range);
    }
  };
  const here = (range: ByteRange): Promise<FilePart> => checkPathPart(path, how, context, range);
  const inWorkers = workers.map((worker) => (range: ByteRange) => {
    let read = 0;
    const onProgress = (bytes: number): void => {
      context.onRead?.(bytes - read);
      read = bytes;
    };
    return worker.checkPart(path, how, range, { onProgress, ...(context.signal ? { signal: context.signal } : {}) });
  });
  try {
    await Promise.all([...inWorkers, here].map(takeParts));
  } finally {
    // After a failure nobody takes another one.
    next = ranges.length;
  }
  return parts;
}

const lineFeed = 10;

/**
 * Ranges that start after a line break and cover the file, each a share of what is left: few of them, and still no thread
 * waits long for another one at the end. Longer where lines are long.
 */
function splitAtLines(
  path: string,
  size: number,
  { threads, smallestPart }: { readonly threads: number; readonly smallestPart: number },
): readonly ByteRange[] {
  using file = new RandomAccessFile(path);
  const ranges: ByteRange[] = [];
  // Whatever is added to the file from now on is not read.
  for (let start = 0, end = 0; start < size; start = end) {
    const part = Math.max(smallestPart, Math.ceil((size - start) / (shareOfRest * threads)));
    end = start + part < size ? nextLine(file, start + part, size) : size;
    ranges.push({ start, end });
  }
  return ranges;
}

/** The first byte after a line break from byte `from` on; `size` where there is none. */
function nextLine(file: RandomAccessFile, from: number, size: number): number {
  for (let at = from; at < size; at += stepBytes) {
    const found = file.read(at, Math.min(size, at + stepBytes)).indexOf(lineFeed);
    if (found >= 0) return at + found + 1;
  }
  return size;
}
