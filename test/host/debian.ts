import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Why no package can be installed here, as a clause; undefined where one can. */
export function whyNotInstall(): string | undefined {
  if (process.platform !== 'linux') return 'it is installed for you on Debian only';
  return process.getuid?.() === 0 ? undefined : 'only root may install it';
}

/** Installs a Debian package with apt-get; what went wrong as a clause, or undefined. */
export async function installPackage(name: string): Promise<string | undefined> {
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', name],
  ]) {
    const failure = await aptGet(args);
    if (failure !== undefined) return `apt-get ${args[0]} failed: ${failure}`;
  }
  return undefined;
}

/** Runs apt-get; what went wrong in a few words, or undefined. */
async function aptGet(args: readonly string[]): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  let errors = '';
  apt.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  try {
    const [code] = (await once(apt, 'close')) as [number | null];
    return code === 0 ? undefined : (/^E: (.*?)\.?$/m.exec(errors)?.[1] ?? `exit code ${code}`);
  } catch {
    return 'it is not on this machine';
  }
}
