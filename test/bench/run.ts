// Measures checks, tokens, an open document, start-up, the local server, the chart and polling, next to what else there is, and prints Markdown:
//
//   npm run bench -- [--size 200MB] [--rounds 5] [--only check,tokens,service,session,start,server,chart,polling]
//
// Needs the bundles in dist (`npm run bench` builds them). Downloads nothing, and removes what it made.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { interleaved, median, medianRatio, type Contender, type Run } from './measure.ts';

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '200MB' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'check,tokens,service,session,start,server,chart,polling' },
  },
});
const rounds = Number(values.rounds);
const groups = new Set(values.only.split(','));
const node = process.execPath;
const here = (name: string): string => join(import.meta.dirname, name);
const dist = (name: string): string => join(import.meta.dirname, '../../dist', name);
const python = spawnSync('python3', ['--version']).status === 0;

function ours(name: string, file: string, ...options: readonly string[]): Contender {
  const fixed = ['check', '--output', 'json', '--max-problems', '100'];
  return { name, command: [node, dist('cli.js'), ...fixed, ...options, file] };
}

const peer = (name: string, program: string, file: string): Contender => ({
  name,
  command: [node, here(`peers/${program}`), file],
});

/** A corpus in the temporary folder. */
function generate(folder: string, name: string, ...options: readonly string[]): string {
  const file = join(folder, name);
  const { status, stderr } = spawnSync(node, [here('generate.mjs'), '--out', file, ...options]);
  if (status !== 0) throw new Error(String(stderr));
  return file;
}

/** A table of one group; ratios are to its first contender, round by round. */
function table(title: string, runs: ReadonlyMap<Contender, readonly Run[]>): void {
  const [first = []] = runs.values();
  console.log(
    `\n${title}\n\n| | seconds | ratio | of processors: seconds | ratio | peak MiB |\n|---|---|---|---|---|---|`,
  );
  for (const [{ name }, of] of runs) {
    const seconds = median(of.map(({ seconds }) => seconds));
    const memory = of.flatMap(({ mebibytes }) => mebibytes ?? []);
    const peak = memory.length > 0 ? Math.max(...memory).toFixed(0) : '-';
    const ofProcessors = median(of.map(({ processorSeconds = Number.NaN }) => processorSeconds));
    const ratios = [medianRatio(of, first), medianRatio(of, first, 'processorSeconds')];
    const [ratio, processorRatio] = ratios.map((ratio) => ratio.toFixed(2));
    console.log(
      `| ${name} | ${seconds.toFixed(2)} | ${ratio} | ${ofProcessors.toFixed(2)} | ${processorRatio} | ${peak} |`,
    );
  }
}

/** Figures that each run prints as JSON; the median of each. */
function figures(title: string, runs: readonly Run[]): void {
  const all = runs.map(({ output }) => JSON.parse(output) as Record<string, number>);
  console.log(`\n${title}\n\n| | median of ${runs.length} |\n|---|---|`);
  for (const key of Object.keys(all[0] ?? {})) console.log(`| ${key} | ${median(all.map((run) => run[key] ?? 0))} |`);
}

async function checks(folder: string): Promise<void> {
  for (const [what, ...options] of [['clean'], ['1 % of the rows broken', '--broken', '0.01']] as const) {
    const file = generate(folder, 'corpus.jsonl', '--size', values.size, ...options);
    const contenders = [
      peer('JSON.parse of each line (the limit)', 'limit.mjs', file),
      ours('finetune check, all rules', file),
      ours('finetune check --threads 2', file, '--threads', '2'),
      ...(python
        ? [{ name: "a tutorial's checks in Python", command: ['python3', here('peers/cookbook.py'), file] as const }]
        : []),
    ];
    table(`Check, ${values.size}, ${what}`, await interleaved(contenders, rounds));
  }
}

async function tokens(folder: string): Promise<void> {
  const file = generate(folder, 'corpus.jsonl', '--size', values.size);
  const contenders = [
    peer('parse and gpt-tokenizer', 'tokens.mjs', file),
    ours('finetune check --tokens', file, '--tokens'),
    ours('finetune check --tokens --threads 2', file, '--tokens', '--threads', '2'),
  ];
  table(`Check and tokens, ${values.size}`, await interleaved(contenders, Math.min(rounds, 3)));
}

async function service(folder: string): Promise<void> {
  const file = generate(folder, 'corpus.jsonl', '--size', '50MB');
  const contenders = [
    peer('vscode-json-languageservice with a schema', 'languageService.mjs', file),
    ours('finetune check, all rules', file),
  ];
  table('An editor without us, 50MB', await interleaved(contenders, Math.min(rounds, 3)));
}

async function session(folder: string): Promise<void> {
  const file = generate(folder, 'corpus.jsonl', '--size', '50MB');
  const long = generate(folder, 'long.jsonl', '--long-line', '5MB');
  const contender: Contender = { name: 'session', command: [node, here('session.ts'), file, long] };
  const runs = await interleaved([contender], rounds);
  figures('An open document of 50 MB, and one of a single row of 5 MB; milliseconds', runs.get(contender) ?? []);
}

/** Loading takes so much longer on one machine than on another that only a bundle of a known size tells what the figure means. */
async function start(folder: string): Promise<void> {
  const known = join(folder, 'service.js');
  await build({
    stdin: { contents: "module.exports = require('vscode-json-languageservice')", resolveDir: here('.') },
    bundle: true,
    minify: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile: known,
  });
  const loading = (name: string, bundle: string): Contender => ({
    name,
    command: [node, here('peers/start.cjs'), bundle],
  });
  const own = loading('Loading the extension', dist('extension.js'));
  const service = loading('Loading vscode-json-languageservice', known);
  const runs = await interleaved([service, own], 15);
  for (const contender of [service, own]) figures(contender.name, runs.get(contender) ?? []);
}

async function server(): Promise<void> {
  const contender: Contender = { name: 'server', command: [node, here('server.ts')] };
  const runs = await interleaved([contender], Math.min(rounds, 3));
  figures('50 clients asking the local server for a job; milliseconds', runs.get(contender) ?? []);
}

async function chart(): Promise<void> {
  const contender: Contender = { name: 'chart', command: [node, here('chart.ts')] };
  const runs = await interleaved([contender], Math.min(rounds, 3));
  figures('A frame of the chart with 2 lines of 100,000 points; milliseconds', runs.get(contender) ?? []);
}

async function polling(): Promise<void> {
  const contender: Contender = { name: 'polling', command: [node, '--expose-gc', here('polling.ts')] };
  const runs = await interleaved([contender], Math.min(rounds, 3));
  figures('Following jobs of a remote service', runs.get(contender) ?? []);
}

if (!existsSync(dist('cli.js'))) throw new Error('Build first: npm run bench does.');
const folder = await mkdtemp(join(tmpdir(), 'finetune-bench-'));
try {
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(
    `${cpus().length} cores, ${memory} GiB, Node ${process.version}, ${rounds} rounds; ratios are medians of rounds.`,
  );
  if (groups.has('check')) await checks(folder);
  if (groups.has('tokens')) await tokens(folder);
  if (groups.has('service')) await service(folder);
  if (groups.has('session')) await session(folder);
  if (groups.has('start')) await start(folder);
  if (groups.has('server')) await server();
  if (groups.has('chart')) await chart();
  if (groups.has('polling')) await polling();
} finally {
  await rm(folder, { recursive: true, force: true });
}
