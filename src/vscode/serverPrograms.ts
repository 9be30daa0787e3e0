import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../common/logger.ts';

const programFiles = ['server.js', 'engine.js', 'package.json'];

/**
 * Copies the bundled programs of the server from `programs` to a folder of this version and content in `home`, so that an
 * update of the extension cannot pull them from under a job; gives that folder. Older copies go. Call it when no server
 * answers: nobody runs from them then.
 */
export async function installPrograms(programs: string, home: string, version: string, log: Logger): Promise<string> {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  for (const file of programFiles) hash.update(await readFile(join(programs, file)));
  const name = `${version}-${hash.digest('hex').slice(0, 8)}`;
  const folder = join(home, name);
  if (await exists(folder)) return folder;
  await mkdir(home, { recursive: true });
  const temporary = await mkdtemp(join(home, '.new-'));
  for (const file of programFiles) await cp(join(programs, file), join(temporary, file));
  await rename(temporary, folder).catch(async (error: unknown) => {
    await rm(temporary, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
  for (const old of await readdir(home)) {
    if (old === name || old.startsWith('.')) continue;
    // On Windows a process that has not quite ended holds on to it; the next update removes it.
    await rm(join(home, old), { recursive: true, force: true }).catch((error: unknown) => {
      log.warn(`The programs of the older version ${old} stay: ${String(error)}`);
    });
  }
  return folder;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
