import { access, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What tests in a window look at. VS Code's others, Copilot and debuggers among them, take a fifth of the time that it opens in. */
const wanted = [
  'configuration-editing',
  'git',
  'git-base',
  'json',
  'json-language-features',
  'markdown-basics',
  'markdown-language-features',
  'microsoft-authentication',
  'theme-defaults',
  'theme-seti',
];

/**
 * Makes a folder of those of VS Code's own extensions; the option with which VS Code takes it. `builtins` is the folder of
 * all, and without it nothing is left out.
 */
export async function fewBuiltins(builtins: string | undefined, folder: string): Promise<readonly string[]> {
  if (builtins === undefined) return [];
  await mkdir(folder);
  for (const name of wanted) {
    await access(join(builtins, name));
    await symlink(join(builtins, name), join(folder, name));
  }
  return [`--builtin-extensions-dir=${folder}`];
}
