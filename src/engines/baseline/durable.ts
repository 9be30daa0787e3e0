import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Parts that follow each other in a file. */
export type Content = readonly Uint8Array[];

/** Writes a file so that, whatever happens, either the old or the whole new one is there. */
export async function writeFileDurably(path: string, content: Content): Promise<void> {
  const draft = `${path}.tmp`;
  await writeSynced(draft, content);
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** Writes a folder of files under a temporary name and puts it in the place of what was there. */
export async function writeFolderDurably(path: string, files: Readonly<Record<string, Content>>): Promise<void> {
  const draft = `${path}.tmp`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeSynced(join(draft, name), content);
  await syncFolder(draft);
  await rm(path, { recursive: true, force: true });
  await rename(draft, path);
  await syncFolder(dirname(path));
}

async function writeSynced(path: string, content: Content): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const part of content) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes names in a folder survive a power cut. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
