// Bundles: one file a process, and one a large part that is asked for late. `vscode` is external for the extension only, so that nothing else can come to need it.
import { build, context } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { packRanks } from './scripts/packRanks.mjs';

const { production, watch, outdir } = parseArgs({
  options: { production: { type: 'boolean' }, watch: { type: 'boolean' }, outdir: { type: 'string', default: 'dist' } },
}).values;
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
 * Modules that are asked for late (`await import(...)`): bundles of their own, so that nobody who does not need them waits
 * until they are read. What they share with others they hold as copies, so none of them may keep state in a module.
 */
const late = {
  activateJobs: 'src/vscode/activateJobs.ts',
  archiveActions: 'src/vscode/archive/archiveActions.ts',
  archiveService: 'src/cli/archiveService.ts',
  authoring: 'src/vscode/dataset/authoring.ts',
  checkFile: 'src/dataset/checkFile.ts',
  checkJob: 'src/cli/checkJob.ts',
  connectionActions: 'src/vscode/connections/connectionActions.ts',
  chartPanel: 'src/vscode/webviews/chartPanel.ts',
  elsewhere: 'src/vscode/moving/elsewhere.ts',
  jobFileProblems: 'src/vscode/jobFile/jobFileProblems.ts',
  keepAnswers: 'src/vscode/moving/keepAnswers.ts',
  launch: 'src/vscode/jobs/launch.ts',
  launchAgain: 'src/vscode/jobs/launchAgain.ts',
  launchJob: 'src/cli/launchJob.ts',
  openaiApi: 'src/jobs/openaiApi.ts',
  rowActions: 'src/vscode/jobs/rowActions.ts',
  serve: 'src/cli/serve.ts',
  settleLaunches: 'src/vscode/jobs/settleLaunches.ts',
  serverCleanUp: 'src/vscode/serverCleanUp.ts',
};

/**
 * Leaves these modules to their own bundles where they are asked for late.
 * @type {(names: Record<string, string>) => import('esbuild').Plugin}
 */
const lateModules = (names) => ({
  name: 'late modules',
  setup(bundler) {
    bundler.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
      const name = basename(path, '.ts');
      return kind === 'dynamic-import' && name in names ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
});

/**
 * `import * as vscode` in an ES module is a copy of all names of the API, made anew for each file that has one: half of
 * the time it takes to load the extension. A plain `require` gives the API itself.
 * @type {import('esbuild').Plugin}
 */
const vscodeItself = {
  name: 'vscode itself',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');");
      return { contents, loader: 'ts' };
    });
  },
};

/** What runs in VS Code's extension host. The translation is known to all of its bundles, so it is in one of its own. */
const inExtensionHost = {
  external: ['vscode', './l10n.js'],
  alias: { '@vscode/l10n': './l10n.js' },
  plugins: [lateModules(late), vscodeItself],
};

/** What runs in a webview: a script and a style sheet a page. */
const pages = ['main.ts', 'chart.css'].map((file) => ({ in: `src/webview/chart/${file}`, out: 'webview/chart' }));
const inWebview = {
  platform: 'browser',
  format: 'iife',
  target: 'chrome138',
  mainFields: ['browser', 'module', 'main'],
};

const { archiveService, checkJob, launchJob, serve, ...lateInExtension } = late;
const bundles = [
  // Its build for browsers: VS Code has read the translation, so nobody needs Node's file system for that.
  { entryPoints: { l10n: '@vscode/l10n' }, platform: 'browser', mainFields: ['browser', 'main'] },
  { entryPoints: { extension: 'src/extension.ts', ...lateInExtension }, ...inExtensionHost },
  { entryPoints: pages, ...inWebview },
  { entryPoints: { server: 'src/server/main.ts' } },
  { entryPoints: { engine: 'src/engines/baseline/main.ts' } },
  { entryPoints: { worker: 'src/worker/main.ts' } },
  { entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' }, plugins: [lateModules(late)] },
  // The SDK is in the extension's bundle of it.
  {
    entryPoints: { archiveService, checkJob, launchJob, serve },
    plugins: [lateModules({ openaiApi: late.openaiApi })],
  },
];

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
// The sources are ES modules, the bundles are not.
await writeFile(`${outdir}/package.json`, '{ "type": "commonjs" }\n');
// What tokens are counted with, for the worker and the command line.
for (const encoding of ['o200k_base', 'cl100k_base']) {
  await writeFile(`${outdir}/${encoding}.ranks`, await packRanks(encoding));
}
for (const bundle of bundles) {
  const options = { ...shared, ...bundle, outdir };
  if (watch) await (await context(options)).watch();
  else await build(options);
}
