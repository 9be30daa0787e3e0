import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../../..');
const corpus = join(root, 'test/fixtures/corpus');
const shell = process.platform === 'win32';

/** Runs npm without a network and resolves with what it wrote. */
async function npm(folder: string, cache: string, ...args: readonly string[]): Promise<string> {
  const command = [...args, '--offline', '--no-audit', '--no-fund', '--cache', cache, '--loglevel', 'error'];
  return (await promisify(execFile)('npm', command, { cwd: folder, shell })).stdout;
}

describe('The npm package', function () {
  this.timeout(240_000);
  let folder = '';
  let finetune = '';
  /** Name of the package. */
  let packed = '';

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'finetune-package-'));
    const cache = join(folder, 'cache');
    const [made] = JSON.parse(await npm(root, cache, 'pack', '--json', '--pack-destination', folder)) as [Packed];
    packed = made.filename;
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    await npm(project, cache, 'install', join(folder, packed));
    finetune = join(project, 'node_modules/.bin', shell ? 'finetune.cmd' : 'finetune');
    files = made.files.map(({ path }) => path);
  });
  after(() => rmSync(folder, { recursive: true }));

  let files: readonly string[] = [];

  interface Packed {
    readonly filename: string;
    readonly files: readonly { readonly path: string }[];
  }

  async function run(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(finetune, args, { shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    await once(child, 'close');
    return { code: child.exitCode, out, err };
  }

  it('has the programs, what they need, and nothing of VS Code', () => {
    const dist = [
      'archiveService.js',
      'checkJob.js',
      'cli.js',
      'engine.js',
      'l10n.js',
      'launchJob.js',
      'openaiApi.js',
      'serve.js',
      'worker.js',
      'o200k_base.ranks',
      'cl100k_base.ranks',
      'package.json',
    ];
    const examples = ['README.md', 'labeller.py'].map((name) => `examples/engines/${name}`);
    const docs = ['docs/rules.md', 'docs/engines.md', ...examples];
    const papers = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', ...docs];
    assert.deepEqual([...files].sort(), [...dist.map((name) => `dist/${name}`), ...papers].sort());
    for (const name of ['cli.js', 'worker.js']) {
      assert.doesNotMatch(
        readFileSync(join(finetune, '../../finetune-workbench/dist', name), 'utf8'),
        /require\("vscode"\)/,
      );
    }
  });

  it('checks files where it is installed, through the link that npm makes', async () => {
    const clean = join(corpus, 'valid/chat-basic.jsonl');
    const { code, out, err } = await run('check', '--tokens', clean);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /: chat, 12 examples, \d+ tokens, no problems\n$/);
    assert.equal((await run('check', join(corpus, 'invalid/missing-role.jsonl'))).code, 1);
    assert.equal((await run('check')).code, 2);
    assert.equal((await run('check', join(folder, 'none.jsonl'))).code, 3);
  });

  it('counts tokens of older models', async () => {
    const { out } = await run(
      'check',
      '--tokens',
      '--model',
      'gpt-3.5-turbo-0125',
      join(corpus, 'valid/chat-basic.jsonl'),
    );
    assert.match(out, /12 examples, \d+ tokens, no problems/);
  });

  it('finds with several threads what it finds with one', async () => {
    const file = join(folder, 'large.jsonl');
    const row = (at: number): string =>
      JSON.stringify({ messages: [{ role: 'user', content: `${at} ${'word '.repeat(400)}` }] });
    writeFileSync(file, Array.from({ length: 12_000 }, (_, at) => row(at)).join('\n'));
    const one = await run('check', '--tokens', '--max-problems', '20', '--output', 'json', file);
    const two = await run('check', '--tokens', '--max-problems', '20', '--output', 'json', '--threads', '2', file);
    assert.equal(one.err, '');
    assert.deepEqual(two, one);
    const parsed = JSON.parse(two.out) as { files: { examples: number; more: number }[] };
    assert.deepEqual([parsed.files[0]?.examples, (parsed.files[0]?.more ?? 0) > 11_000], [12_000, true]);
  });

  it('checks in pipelines as the README says', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [actions = '', preCommit = ''] = Array.from(readme.matchAll(/(?:run|entry): (npx .*)$/gm), ([, command]) =>
      String(command),
    );
    const repository = join(folder, 'repository');
    mkdirSync(join(repository, 'data'), { recursive: true });
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    copyFileSync(join(folder, packed), join(repository, `finetune-workbench-${version}.tgz`));
    copyFileSync(join(corpus, 'valid/chat-basic.jsonl'), join(repository, 'data/good.jsonl'));
    const inShell = async (command: string): Promise<{ code: number | null; out: string }> => {
      const env = { ...process.env, npm_config_offline: 'true', npm_config_cache: join(folder, 'cache') };
      const child = spawn(command, { shell: true, cwd: repository, env, stdio: ['ignore', 'pipe', 'inherit'] });
      const out = await textOf(child);
      return { code: child.exitCode, out };
    };
    assert.deepEqual(await inShell(`${preCommit} data/good.jsonl`), {
      code: 0,
      out: 'data/good.jsonl: chat, 12 examples, no problems\n',
    });
    copyFileSync(join(corpus, 'invalid/missing-role.jsonl'), join(repository, 'data/bad.jsonl'));
    // The pattern is for the shell of the pipeline.
    const { code, out } = await inShell(shell ? actions.replace('*.jsonl', 'bad.jsonl') : actions);
    assert.equal(code, 1);
    assert.match(out, /^::error file=data\/bad\.jsonl,line=\d+,col=\d+,endColumn=\d+,title=chat\/missing-role::/m);
  });

  it('reads a pipe', async function () {
    if (shell) return;
    const clean = join(corpus, 'valid/chat-basic.jsonl');
    const child = spawn('sh', ['-c', `cat '${clean}' '${clean}' | '${finetune}' check --threads 2 /dev/stdin`]);
    assert.match(await textOf(child), /^\/dev\/stdin: chat, 24 examples, /m);
  });

  it('ends at once on Ctrl+C', async function () {
    if (shell) return;
    const child = spawn(finetune, ['check', '--threads', '2', '/dev/stdin'], { stdio: ['pipe', 'ignore', 'inherit'] });
    await once(child, 'spawn');
    child.kill('SIGINT');
    await once(child, 'close');
    assert.equal(child.signalCode, 'SIGINT');
  });

  it('ends without a word when its reader has read enough', async () => {
    const file = join(folder, 'broken.jsonl');
    writeFileSync(file, 'broken\n'.repeat(100_000));
    const child = spawn(finetune, ['check', file], { shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    await once(child, 'close');
    assert.equal(err, '');
  });
});

async function textOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(child, 'close');
  return text;
}
