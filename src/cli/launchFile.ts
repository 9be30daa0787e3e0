import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { openUnchanged } from '../disk/localFile.ts';
import type { CheckedFile } from '../jobs/upload.ts';
import { checkPath } from '../worker/checkPath.ts';
import type { PathCheck, PathOptions } from '../worker/protocol.ts';
import { Counters } from '../worker/ranks.ts';
import { ownPrograms } from './programs.ts';

/** A file of a job: what was found in it, and as it can be sent. */
export interface LaunchedFile extends CheckedFile {
  readonly check: PathCheck;
}

/** What a file is checked for. */
export type FileUse = Pick<PathOptions, 'target' | 'role' | 'model' | 'trainingFile'>;

/** Checks a file as it is to be sent. Rejects with the system's error where it cannot be read. */
export async function launchFile(path: string, use: FileUse): Promise<LaunchedFile> {
  const { size, mtimeMs } = await stat(path);
  const counters = new Counters(ownPrograms().ranks);
  const check = await checkPath(path, { ...use, sha256: true }, { counters });
  const file = { path, name: basename(path), size, modified: mtimeMs };
  const { name } = file;
  return { path, name, size, check, sha256: check.sha256 ?? '', open: () => openUnchanged(file) };
}
