// Bundles: one file a process, and one a large part that is asked for late. `vscode` is external for the extension only, so that nothing else can come to need it.
import { build, context } from 'esbuild';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { packRanks } from './scripts/packRanks.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minify: production,
  sourcemap: production ? false : 'linked',
  // The UMD build of jsonc-parser, which `main` names, hides its requires from the bundler.
  mainFields: ['module', 'main'],
  define: { 'process.env.FINETUNE_VERSION': JSON.stringify(version) },
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Modules that are large and asked for late (`await import(...)`): bundles of their own, so that nobody who does not need
 * them waits until they are read.
 */
const late = { openaiApi: 'src/jobs/openaiApi.ts', serve: 'src/cli/serve.ts' };

/** @type {import('esbuild').Plugin} */
const lateModules = {
  name: 'late modules',
  setup(bundler) {
    bundler.onResolve({ filter: /\/(openaiApi|serve)\.ts$/ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined;
      return { path: `./${basename(path, '.ts')}.js`, external: true };
    });
  },
};

const bundles = [
  { entryPoints: late },
  { entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'], plugins: [lateModules] },
  { entryPoints: { server: 'src/server/main.ts' } },
  { entryPoints: { engine: 'src/engines/baseline/main.ts' } },
  { entryPoints: { worker: 'src/worker/main.ts' } },
  { entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' }, plugins: [lateModules] },
];

await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
// The sources are ES modules, the bundles are not.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
// What tokens are counted with, for the worker and the command line.
for (const encoding of ['o200k_base', 'cl100k_base']) {
  await writeFile(`dist/${encoding}.ranks`, await packRanks(encoding));
}
for (const bundle of bundles) {
  const options = { ...shared, ...bundle, outdir: 'dist' };
  if (watch) await (await context(options)).watch();
  else await build(options);
}
