import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, stat, truncate, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

const lineFeed = 10;

/** A file that grows line by line, and goes on after its whole lines when it is opened again. One process at a time. */
export class LineFile {
  /** Whole lines that were there when it was opened. */
  readonly lines: number;
  readonly #file: FileHandle;

  /** What follows the last line break is what a process that died had begun: it is cut off. */
  static async open(path: string): Promise<LineFile> {
    await mkdir(dirname(path), { recursive: true });
    const { lines, end } = await wholeLines(path);
    if (end !== undefined) await truncate(path, end);
    return new LineFile(lines, await open(path, 'a', 0o600));
  }

  private constructor(lines: number, file: FileHandle) {
    this.lines = lines;
    this.#file = file;
  }

  /** `line` with its line break. */
  async append(line: string): Promise<void> {
    await this.#file.appendFile(line);
  }

  /** Puts it on the disk for good. */
  async close(): Promise<void> {
    await this.#file.sync();
    await this.#file.close();
  }
}

/** How many lines a file has, and how many bytes they take; `end` is undefined where there is no file. */
async function wholeLines(path: string): Promise<{ readonly lines: number; readonly end: number | undefined }> {
  if (!(await isThere(path))) return { lines: 0, end: undefined };
  let [lines, end, read] = [0, 0, 0];
  for await (const chunk of chunksOf(path)) {
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) {
      lines++;
      end = read + at + 1;
    }
    read += chunk.length;
  }
  return { lines, end };
}

/** The bytes of a file, as they are read. */
export function chunksOf(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path) as AsyncIterable<Uint8Array>;
}

/** Copies a file where there is none yet; it has its name when it is whole. */
export async function copyOnce(from: string, to: string): Promise<void> {
  if (await isThere(to)) return;
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
