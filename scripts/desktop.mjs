// The desktop VS Code for npm start.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './dependencies.mjs';

/** Whether a window can be shown on this machine. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/**
 * How to open the VS Code whose `code` is on the PATH; undefined where there is none that can show a window of this
 * machine (the `code` of a remote terminal cannot).
 */
export function installedDesktop() {
  if (process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const answer = spawnSync('code', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const version = /^(\d+)\.(\d+)\.\d+/.exec(answer.stdout ?? '');
  if (!version) return undefined;
  const oldest = /(\d+)\.(\d+)/.exec(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.vscode);
  const tooOld = Number(version[1]) < Number(oldest[1]) || Number(version[2]) < Number(oldest[2]);
  const problem = tooOld
    ? `is VS Code ${version[0]}, and ${oldest[0]} is needed`
    : !hasDisplay() && 'has no display to open on';
  if (problem) {
    console.log(`The \`code\` on the PATH ${problem}; going on with VS Code from the npm registry.`);
    return undefined;
  }
  return async (home, folder) => {
    build();
    const opened = spawnSync('code', windowArguments(home, folder), {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (opened.status === 0) console.log(`Finetune Workbench is open in VS Code ${version[0]}.`);
    return opened.status ?? 1;
  };
}

/** Opens the VS Code that @vscode/test-electron downloads, until it is closed; its exit code. */
export async function downloadedDesktop(home, folder) {
  const { downloadDesktop } = await import('../test/host/desktop.ts');
  const executable = await downloadDesktop('stable', console.log);
  if (!hasDisplay()) {
    console.error('There is no display to open a window on. Run `npm start` without --desktop.');
    return 1;
  }
  build();
  const window = spawn(executable, windowArguments(home, folder), { stdio: 'inherit' });
  console.log('Finetune Workbench is open in VS Code. Close its window to end.');
  return new Promise((resolve) => window.on('exit', (code) => resolve(code ?? 1)));
}

function windowArguments(home, folder) {
  return [
    `--extensionDevelopmentPath=${root}`,
    `--user-data-dir=${join(home, 'desktop')}`,
    `--extensions-dir=${join(home, 'desktop', 'extensions')}`,
    '--new-window',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    folder,
  ];
}

function build() {
  console.log('Building the extension...');
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0)
    throw Object.assign(new Error(), { name: 'UserError', text: 'The extension could not be built; see above.' });
}
