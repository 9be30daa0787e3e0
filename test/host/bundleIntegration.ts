import { build } from 'esbuild';
import { globSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.ts';

const outdir = join(root, 'out', 'integration');

/**
 * Bundles the integration tests for the extension host, one file each; `vscode` is given there, mocha is loaded from
 * node_modules.
 * @returns the path of the module that VS Code runs.
 */
export async function bundleIntegration(): Promise<string> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  const source = join(root, 'test', 'integration');
  await build({
    entryPoints: globSync(['index.ts', '**/*.test.ts'], { cwd: source }).map((name) => join(source, name)),
    outbase: source,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    inject: [join(source, 'console.ts')],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return join(outdir, 'index.js');
}
