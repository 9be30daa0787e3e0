import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The bytes that a base64 text stands for; characters that are none of base64 are passed over. */
export function bytesOfBase64(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}

/** A folder of files that may go at any time, read by the person alone. */
export interface FileCache {
  readonly folder: string;
  /** Bytes that its files may take together. */
  readonly maxBytes: number;
}

/** Keeps bytes as a file named by their hash, once. The files used longest ago make room. Returns its path. */
export async function cacheFile(
  { folder, maxBytes }: FileCache,
  bytes: Uint8Array,
  extension: string,
): Promise<string> {
  const path = join(folder, `${createHash('sha256').update(bytes).digest('hex')}.${extension}`);
  const now = new Date();
  const isThere = await utimes(path, now, now).then(
    () => true,
    () => false,
  );
  if (isThere) return path;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeRoom(folder, maxBytes - bytes.length);
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, bytes, { mode: 0o600 });
  await rename(temporary, path);
  return path;
}

async function makeRoom(folder: string, maxBytes: number): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  // Another window may remove one meanwhile.
  const facts = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  const files = paths.flatMap((path, index) => ({
    path,
    used: facts[index]?.mtimeMs ?? 0,
    size: facts[index]?.size ?? 0,
  }));
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, size } of files.sort((a, b) => a.used - b.used)) {
    if (total <= maxBytes) return;
    await rm(path, { force: true });
    total -= size;
  }
}
