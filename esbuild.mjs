// Bundles: one file a process. `vscode` is external for the extension only, so that nothing else can come to need it.
import { build, context } from 'esbuild';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
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

const bundles = [
  { entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'] },
  { entryPoints: { server: 'src/server/main.ts' } },
  { entryPoints: { engine: 'src/engines/baseline/main.ts' } },
  { entryPoints: { worker: 'src/worker/main.ts' } },
  { entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
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
