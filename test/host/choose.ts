import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { UserError } from '../../src/common/errors.ts';
import { downloadDesktop } from './desktop.ts';
import { installHosted } from './install.ts';
import { chosenName, pinned } from './pinned.ts';

/** A VS Code to run tests in, behind VS Code's usual command line. */
export interface ChosenVSCode {
  /** For `vscodeExecutablePath` of `runTests`. */
  readonly executable: string;
  /** For people: 'VS Code 1.110.0 (npm package code-server 4.110.0)'. */
  readonly name: string;
  /** The command that installs extensions, with its first arguments. */
  readonly cli: readonly string[];
  /** Folder of VS Code's own extensions, where it is known. */
  readonly builtins?: string;
}

/**
 * The VS Code that the environment names, installed if need be: FINETUNE_VSCODE is `oldest` or `newest` (as without it);
 * with FINETUNE_DESKTOP it is the desktop one.
 * @throws UserError where it cannot be had.
 */
export async function chooseVSCode(
  say: (line: string) => void = console.log,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ChosenVSCode> {
  const name = chosenName(env);
  if (env['FINETUNE_DESKTOP']) {
    const version = name === 'oldest' ? pinned.oldest.packageVersion.replace(/^4/, '1') : 'stable';
    const executable = await downloadDesktop(version, say);
    const cli = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
    return { executable, cli, name: `VS Code ${await desktopVersion(cli)} (desktop)` };
  }
  const { version, packageVersion, builtins } = await installHosted(pinned[name], say);
  const executable = join(import.meta.dirname, 'hosted.ts');
  const words = `VS Code ${version} (npm package code-server ${packageVersion})`;
  return { executable, cli: [executable], name: words, builtins };
}

async function desktopVersion(cli: readonly string[]): Promise<string> {
  return (await runCli(cli, ['--version'])).split('\n')[0] ?? '';
}

/**
 * Runs VS Code's command line and waits for its end; what it printed.
 * @throws UserError where it fails.
 */
export async function runCli(cli: readonly string[], args: readonly string[]): Promise<string> {
  const [command = '', ...first] = cli;
  const child = spawn(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new UserError('host.cliFailed', `VS Code's command line failed: ${output.trim()}`);
  return output;
}
