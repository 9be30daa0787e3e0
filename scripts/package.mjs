// npm run package: finetune-workbench-VERSION.vsix in the repository's folder, or the file that --out names.
import { createVSIX } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packagePath = values.out ? resolve(values.out) : join(root, `${name}-${version}.vsix`);

const build = spawnSync(process.execPath, ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(1);
mkdirSync(dirname(packagePath), { recursive: true });
await createVSIX({
  cwd: root,
  packagePath,
  // The bundles hold every dependency; node_modules stays out.
  dependencies: false,
  // There is no public repository whose pages the README's links could lead to.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
console.log(`${packagePath} (${(statSync(packagePath).size / 1024 / 1024).toFixed(2)} MB)`);
