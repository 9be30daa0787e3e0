import { globSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Theme = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** The oldest names, which newer ones still understand. */
const themes: Record<Theme, string> = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
};

/** Settings of a window that is about our extension alone: nothing opens, asks or reports by itself. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // Dialogs that are part of the page, also in the desktop VS Code, so that the keyboard reaches them.
  'files.simpleDialog.enable': true,
  'window.dialogStyle': 'custom',
  'git.openRepositoryInParentFolders': 'never',
  // To find ports, all files that all processes have open are listed again and again.
  'remote.autoForwardPortsSource': 'output',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  // Drawing what moves takes most of a machine without a graphics card.
  'workbench.reduceMotion': 'on',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * Writes the settings of a `--user-data-dir`; those given go over the quiet ones. A window on a server takes what is of the
 * machine (connections) from the server's own file.
 */
export async function writeSettings(
  userDataDir: string,
  theme?: Theme,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const all = { ...quiet, ...(theme && { 'workbench.colorTheme': themes[theme] }), ...settings };
  for (const [name, content] of Object.entries({ User: all, Machine: settings })) {
    const folder = join(userDataDir, name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'settings.json'), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** Process ids of the extension hosts that hold a workspace of that `--user-data-dir`, also of those that ended without a word. */
export async function extensionHosts(userDataDir: string): Promise<readonly number[]> {
  const cwd = join(userDataDir, 'User', 'workspaceStorage');
  const locks = globSync('*/vscode.lock', { cwd });
  const texts = await Promise.all(locks.map((lock) => readFile(join(cwd, lock), 'utf8').catch(() => '')));
  return texts.flatMap((text) => Number(/"pid":\s*(\d+)/.exec(text)?.[1]) || []);
}

/** What VS Code's processes use as long as they run: its server's folder and the browser's. */
const ofProcesses = ['server', 'chromium'];

/** Removes from a `--user-data-dir` all that a person's VS Code remembers. It may be running, without a window. */
export async function forgetPerson(userDataDir: string, isRunning: boolean): Promise<void> {
  const kept = isRunning ? ofProcesses : [];
  const names = (await readdir(userDataDir)).filter((name) => !kept.includes(name));
  await Promise.all(names.map((name) => rm(join(userDataDir, name), { recursive: true, force: true })));
}

/** Gives the windows on that folder a theme by the folder's own settings, which go over those of the person. */
export async function setFolderTheme(folder: string, theme: Theme): Promise<void> {
  const path = join(folder, '.vscode', 'settings.json');
  const settings = JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) as object;
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(path, `${JSON.stringify({ ...settings, 'workbench.colorTheme': themes[theme] }, null, 2)}\n`);
}
