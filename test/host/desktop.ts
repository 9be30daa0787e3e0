import { download, SilentReporter } from '@vscode/test-electron';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { root } from './paths.ts';

const answerMs = 10_000;

/**
 * Downloads the desktop VS Code of that version ('1.110.0', 'stable') from its own site unless it is there.
 * @returns the path of its executable.
 * @throws UserError where the site does not answer within 10 seconds.
 */
export async function downloadDesktop(version: string, say: (line: string) => void): Promise<string> {
  const cachePath = join(root, '.vscode-test', 'desktop');
  await mkdir(cachePath, { recursive: true });
  say(`Looking for the desktop VS Code (${version})...`);
  try {
    return await download({ version, cachePath, timeout: answerMs, reporter: new SilentReporter() });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'host.notDownloaded',
      `The desktop VS Code could not be downloaded (${why}).`,
      'Check the network, or run the same command without --desktop, which takes VS Code from the npm registry.',
      { cause: error },
    );
  }
}
