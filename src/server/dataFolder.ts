import { access, constants, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { serverFiles } from '../common/serverInfo.ts';
import { isOnNetwork } from './fileSystem.ts';

/** Where things lie in a data folder; absolute paths. */
export interface DataFolder {
  readonly root: string;
  /** Other machines may see the folder, but not its locks. */
  readonly isOnNetwork: boolean;
  readonly info: string;
  readonly key: string;
  readonly log: string;
  readonly lock: string;
  readonly database: string;
  /** Content of the API's files, by id. */
  readonly files: string;
  /** Parts of uploads, by id. */
  readonly parts: string;
  /** One run folder a job, by id; in the end it holds the job's models. */
  readonly runs: string;
  /** One working folder an engine, by name. */
  readonly engines: string;
}

/** Makes the folder and those in it if they are not there, readable by its owner only. Rejects where it cannot be written. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const root = resolve(path);
  const [files, parts, runs] = [join(root, 'files'), join(root, 'parts'), join(root, 'runs')];
  for (const folder of [root, files, parts, runs]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await access(root, constants.W_OK);
  return {
    root,
    isOnNetwork: await isOnNetwork(root),
    info: join(root, serverFiles.info),
    key: join(root, serverFiles.key),
    log: join(root, serverFiles.log),
    lock: join(root, 'lock.sqlite'),
    database: join(root, 'database.sqlite'),
    files,
    parts,
    runs,
    engines: join(root, 'engines'),
  };
}
