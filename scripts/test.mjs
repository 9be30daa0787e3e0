// npm test: everything from typecheck to end-to-end. `node scripts/test.mjs unit|thorough|process|integration|e2e [PATTERN] [--desktop]`
// runs parts, and of mocha's tests only those whose title matches.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onStop, prepare, root } from './dependencies.mjs';
import { runStage, runStageTwice, stopStage } from './stages.mjs';

const parts = ['typecheck', 'lint', 'unit', 'thorough', 'process', 'integration', 'e2e'];
const { wanted, pattern, desktop } = readArguments();
process.chdir(root);
await prepare();
// Tests start programs hundreds of times; what Node made of their code is kept.
process.env.NODE_COMPILE_CACHE ??= join(root, 'out', 'compile-cache');
onStop(() => {
  process.exitCode = 130;
  stopStage();
});

const { chooseVSCode } = await import('../test/host/choose.ts');
const { ensureChromium } = await import('../test/host/chromium.ts');
const vsix = join(root, 'out', 'finetune-workbench.vsix');
const fetched = desktop ? undefined : fetchAhead();
const stages = allStages().filter(({ part }) => wanted.includes(part));
// Who asks for single tests wants to see them fail.
const run = pattern ? async (stage) => ({ ...(await runStage(stage)), second: [] }) : runStageTwice;
const total = { passed: 0, failed: 0 };
const report = [];
const told = [];
for (const stage of stages) {
  if (process.exitCode === 130) break;
  const start = Date.now();
  const { passed, failed, told: lines, second } = await run(stage);
  if (failed > 0) told.push('', `== Failed in: ${stage.name}`, ...lines);
  if (second.length > 0) told.push('', `== Failed once and passed at the second try in: ${stage.name}`, ...second);
  total.passed += passed;
  total.failed += failed;
  report.push(`${stage.name}: ${passed} passed, ${failed} failed (${Math.round((Date.now() - start) / 1000)} s)`);
}
console.log([...told, '', ...report, '', `${total.passed} passed, ${total.failed} failed`].join('\n'));
if (total.failed > 0) process.exitCode ??= 1;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: { desktop: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const named = positionals.filter((word) => parts.includes(word));
    const patterns = positionals.filter((word) => !parts.includes(word));
    if (patterns.length > 1 || (patterns.length === 1 && named.length === 0)) {
      throw new Error(`${patterns.join(' ')} is not one of ${parts.join(', ')}.`);
    }
    return { wanted: named.length > 0 ? named : parts, pattern: patterns[0], desktop: values.desktop };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm test -- [${parts.join('] [')}] [PATTERN] [--desktop]`);
    process.exit(2);
  }
}

function allStages() {
  const grep = grepFor(pattern);
  const where = desktop ? { FINETUNE_DESKTOP: '1' } : {};
  const inVSCode = (name, wanted) => ({
    counts: true,
    env: { ...where, FINETUNE_VSCODE: name, FINETUNE_VSIX: vsix, ...(wanted ? { FINETUNE_GREP: wanted } : {}) },
    async prepare() {
      await fetched;
      await sayVSCode({ ...where, FINETUNE_VSCODE: name });
    },
  });
  const plain = (part, name) => ({
    part,
    name,
    commands: [['mocha', '--config', `test/${part}/mocharc.json`, '--reporter', 'dot', ...grep]],
    counts: true,
    minutes: 15,
  });
  const integration = (name, wanted = pattern) => ({
    part: 'integration',
    name: `Integration, ${name} VS Code`,
    // Both run the same programs, which the first one builds.
    commands: [...(name === 'oldest' ? [['node', 'esbuild.mjs']] : []), ['node', 'test/host/runIntegration.ts']],
    minutes: 15,
    ...inVSCode(name, wanted),
    again: (failed) => integration(name, failed),
  });
  const e2e = (wanted = pattern) => ({
    part: 'e2e',
    name: 'End-to-end, newest VS Code',
    commands: [
      ['node', 'scripts/package.mjs', '--out', vsix],
      ['mocha', '--config', 'test/e2e/mocharc.json', ...grepFor(wanted)],
    ],
    minutes: 30,
    ...inVSCode('newest', wanted),
    again: e2e,
  });
  return [
    { part: 'typecheck', name: 'Typecheck', commands: [['npm', 'run', '-s', 'typecheck']], counts: false, minutes: 6 },
    { part: 'lint', name: 'Lint', commands: [['npm', 'run', '-s', 'lint']], counts: false, minutes: 6 },
    {
      part: 'unit',
      name: 'Unit',
      commands: [['mocha', '--forbid-pending', '--reporter', 'dot', ...grep]],
      counts: true,
      minutes: 6,
    },
    plain('thorough', 'Thorough'),
    plain('process', 'Processes'),
    integration('oldest'),
    integration('newest'),
    e2e(),
  ];
}

function grepFor(wanted) {
  return wanted ? ['--grep', wanted] : [];
}

/** Installs what the windows need while other parts run. What fails is tried again, and told, by the stage that needs it. */
async function fetchAhead() {
  const names = wanted.includes('integration') ? ['oldest', 'newest'] : wanted.includes('e2e') ? ['newest'] : [];
  for (const name of names) await chooseVSCode(console.log, { FINETUNE_VSCODE: name }).catch(() => {});
  if (names.length > 0) await ensureChromium(console.log).catch(() => {});
}

/** Has the VS Code of that environment and its browser installed, and says which ones they are. */
async function sayVSCode(env) {
  const { name } = await chooseVSCode(console.log, env);
  const browser = desktop ? '' : `, ${await chromiumVersion()}`;
  console.log(`In ${name}${browser}.`);
}

async function chromiumVersion() {
  const chromium = await ensureChromium(console.log);
  return execFileSync(chromium, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
