import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Moves a file that is already synced to its final name; after a power failure it is there whole or not at all. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  // Windows can neither open nor sync a folder, and needs it less: NTFS journals names.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(to));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes a small file so that a reader sees the old content or the new one, never a part. `mode` as for open(2). */
export async function writeDurably(path: string, content: string, mode = 0o600): Promise<void> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  await writeFile(temporary, content, { flag: 'wx', mode, flush: true });
  await renameDurably(temporary, path);
}
