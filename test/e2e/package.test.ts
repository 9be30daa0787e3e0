import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { zipEntries } from './zip.ts';

const inExtensionHost = [
  'extension',
  'l10n',
  'activateJobs',
  'archiveActions',
  'authoring',
  'chartPanel',
  'checkFile',
  'connectionActions',
  'elsewhere',
  'jobFileProblems',
  'keepAnswers',
  'launch',
  'launchAgain',
  'openaiApi',
  'rowActions',
  'serverCleanUp',
  'settleLaunches',
];
/** Bundles without their ending: esbuild.mjs names them. */
const names = [
  ...inExtensionHost,
  'server',
  'engine',
  'worker',
  'cli',
  'archiveService',
  'checkJob',
  'launchJob',
  'serve',
];
const bundles = names.map((name) => `${name}.js`);

/** What may be in the package: bundles, pictures and the sample, the explanations of rules, how to write an engine, and the papers. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE(\.txt)?$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  new RegExp(`^extension/dist/(${names.join('|')})\\.js$`),
  /^extension\/dist\/webview\/chart\.(js|css)$/,
  /^extension\/dist\/(o200k|cl100k)_base\.ranks$/,
  /^extension\/dist\/package\.json$/,
  /^extension\/docs\/(engines|rules)\.md$/,
  /^extension\/examples\/engines\/(README\.md|labeller\.py)$/,
  /^extension\/media\//,
];
const pages = ['webview/chart.js', 'webview/chart.css'];
const required = [...bundles, ...pages, 'o200k_base.ranks', 'cl100k_base.ranks'].map(
  (name) => `extension/dist/${name}`,
);
const maxBytes = 3 * 1024 * 1024;

describe('The packaged extension', () => {
  const archive = readFileSync(process.env['FINETUNE_VSIX'] ?? 'FINETUNE_VSIX names no .vsix');
  const paths = zipEntries(archive).map(({ path }) => path);

  it('has no sources, maps, tests or node_modules, and nothing else that it does not need', () => {
    assert.deepEqual(
      paths.filter((path) => !allowed.some((pattern) => pattern.test(path))),
      [],
    );
  });

  it('has every bundle, the explanations of rules, the sample and the papers', () => {
    const docs = ['docs/rules.md', 'docs/engines.md', 'examples/engines/labeller.py'];
    const papers = ['readme.md', 'changelog.md', 'LICENSE.txt', 'package.json', 'package.nls.json', ...docs];
    const sample = ['train.jsonl', 'validation.jsonl', 'test.jsonl'].map((name) => `media/sample/${name}`);
    const wanted = [...required, ...[...papers, ...sample].map((name) => `extension/${name}`)];
    assert.deepEqual(
      wanted.filter((path) => !paths.includes(path)),
      [],
    );
  });

  it('is at most 3 MB', () => {
    assert.ok(archive.length <= maxBytes, `${archive.length} bytes`);
  });
});
