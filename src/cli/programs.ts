import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that the build puts beside the command's own program. */
export interface Programs {
  /** The worker's bundle. */
  readonly worker: string;
  /** The folder with the tokens of encodings. */
  readonly ranks: string;
}

/** Those of the program that runs, which may have been started through a link. */
export function ownPrograms(): Programs {
  const folder = dirname(realpathSync(process.argv[1] ?? process.execPath));
  return { worker: join(folder, 'worker.js'), ranks: folder };
}
