import { spawnSync } from 'node:child_process';
import { UserError } from '../../src/common/errors.ts';
import { installPackage, whyNotInstall } from '../host/debian.ts';

const names = ['python3', 'python', 'py'];

/** The example engine asks for this Python. */
const oldest = '(3, 9)';

/**
 * Finds Python 3.9 or newer, or installs Debian's package `python3`, which needs apt-get and root.
 * @throws UserError where neither is to be had.
 */
export async function ensurePython(): Promise<string> {
  const present = findPython();
  if (present !== undefined) return present;
  const failure = whyNotInstall() ?? (await installPackage('python3'));
  const installed = failure === undefined ? findPython() : undefined;
  if (installed !== undefined) return installed;
  throw new UserError(
    'host.noPython',
    `There is no Python 3.9 or newer on the PATH, and ${failure ?? 'apt-get installed none'}.`,
    'The example engine is tested with it: install Python, then run this again.',
  );
}

/** The full path of the first Python on the PATH that is new enough. */
function findPython(): string | undefined {
  const program = `import sys; print(sys.executable if sys.version_info >= ${oldest} else '')`;
  for (const name of names) {
    const { stdout } = spawnSync(name, ['-c', program], { encoding: 'utf8' });
    const path = stdout?.trim();
    if (path) return path;
  }
  return undefined;
}
