import { copyFile, link, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles, type RunRequest } from '../../engines/engine.ts';
import { writeDurably } from '../../disk/durable.ts';

/** Puts the data into a job's run folder; done again after a crash it gives the same. The files may be deleted afterwards. */
export async function placeData(folder: string, training: string, validation: string | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await place(training, join(folder, runFiles.training));
  if (validation !== undefined) await place(validation, join(folder, runFiles.validation));
}

/** A hard link where the file system has them: no second copy of 512 MB. */
async function place(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    await copyFile(from, to);
  }
}

/** Writes the request of a new run. One that goes on keeps its own, in which "auto" has not become a number. */
export async function writeRequest(folder: string, request: RunRequest): Promise<void> {
  const path = join(folder, runFiles.request);
  if (!(await exists(path))) await writeDurably(path, JSON.stringify(request));
}

/** Removes what only training needs; the checkpoints stay, and the model where the job has made one. */
export async function removeScratch(folder: string, hasModel: boolean): Promise<void> {
  const { request, training, validation, state, model } = runFiles;
  for (const name of [request, training, validation, state, ...(hasModel ? [] : [model])]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

export function hasModel(folder: string): Promise<boolean> {
  return exists(join(folder, runFiles.model));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Paths of a job's models relative to the data folder, as model rows hold them. */
export const modelFolders = {
  final: (jobId: string): string => `runs/${jobId}/${runFiles.model}`,
  checkpoint: (jobId: string, step: number): string => `runs/${jobId}/${runFiles.checkpoints}/${step}`,
};
