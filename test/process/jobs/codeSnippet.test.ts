// What is copied as code, run as it is: with Node and curl against a service, and read by Python where there is one.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeSnippet } from '../../../src/jobs/codeSnippets/codeSnippet.ts';
import { keyVariable, type SnippetService, type SnippetTask } from '../../../src/jobs/codeSnippets/task.ts';
import { ServerFixture, testKey } from '../../support/serverHarness.ts';
import { classicAzure, foundryAzure, ScriptedService } from '../../support/scriptedService.ts';

/** Milliseconds that a program may take on a busy machine. */
const patience = 60_000;
const run = promisify(execFile);

/** What the program prints. The key is in the variable that it names, and nowhere else. */
async function outputOf(language: 'node' | 'curl', service: SnippetService, task: SnippetTask, key: string) {
  const code = codeSnippet(language, service, task);
  assert.equal(code.includes(key), false);
  const env = { PATH: process.env['PATH'], [keyVariable(service) ?? 'NONE']: key };
  const [program, ...options] =
    language === 'node' ? [process.execPath, '--input-type=module', '--eval', code] : ['sh', '-c', code];
  const { stdout } = await run(program, options, { env, timeout: patience });
  return stdout;
}

const hasCurl = spawnSync('curl', ['--version']).status === 0;
const languages = hasCurl ? (['node', 'curl'] as const) : (['node'] as const);

describe('A job as code, run as it was copied', function () {
  this.timeout(10 * patience);
  const servers = new ServerFixture();
  const services: ScriptedService[] = [];
  const start = async (options: Parameters<typeof ScriptedService.start>[0]): Promise<ScriptedService> => {
    const service = await ScriptedService.start(options);
    services.push(service);
    return service;
  };
  afterEach(async () => {
    await servers.dispose();
    for (const service of services.splice(0)) await service.stop();
  });

  for (const language of languages) {
    it(`launches on the local server, tells how the job goes, and asks its model: ${language}`, async () => {
      const server = await servers.start();
      const service: SnippetService = { kind: 'local', authentication: 'key', baseUrl: server.url };
      const request = { model: 'baseline-1', training_file: await server.upload(), suffix: "it's" };
      const launched = await outputOf(language, service, { type: 'launch', request }, testKey);
      const job = /ftjob-[\w-]+/.exec(launched)?.[0] ?? '';
      const done = await server.until(job, 'succeeded');
      const seen = await outputOf(language, service, { type: 'watch', job }, testKey);
      assert.match(seen, /succeeded/);
      assert.match(seen, /Created fine-tuning job/);
      const model = String(done['fine_tuned_model']);
      const answer = await outputOf(language, service, { type: 'ask', model }, testKey);
      assert.notEqual(answer.trim(), '');
    });

    for (const [name, options] of [
      ['older', classicAzure],
      ['newer', foundryAzure],
    ] as const) {
      it(`reaches Azure at its ${name} addresses with its own header: ${language}`, async () => {
        const azure = await start(options);
        azure.state.jobs.push({ id: 'ftjob-azure', object: 'fine_tuning.job', created_at: 1, status: 'running' });
        const { apiVersion } = options;
        const service: SnippetService = {
          kind: 'azure',
          authentication: 'key',
          baseUrl: azure.baseUrl,
          ...(apiVersion && { apiVersion }),
        };
        assert.match(await outputOf(language, service, { type: 'watch', job: 'ftjob-azure' }, azure.key), /running/);
        for (const { headers } of azure.requests) assert.equal(headers['api-key'], azure.key);
      });
    }
  }

  it('is Python that Python reads', async () => {
    const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
    if (python === undefined) return;
    const folder = await mkdtemp(join(tmpdir(), 'finetune-snippets-'));
    try {
      const service: SnippetService = { kind: 'azure', authentication: 'key', baseUrl: 'https://a.test/openai' };
      const tasks: readonly SnippetTask[] = [
        { type: 'watch', job: 'ftjob-1' },
        { type: 'ask', model: 'ft:"m"' },
        {
          type: 'launch',
          request: { model: "it's\n", training_file: 'f', method: { type: 'dpo', deep: [true, null] } },
        },
      ];
      for (const [index, task] of tasks.entries()) {
        for (const version of [{}, { apiVersion: '2024-10-21' }]) {
          const path = join(folder, `snippet-${index}.py`);
          await writeFile(path, codeSnippet('python', { ...service, ...version }, task));
          await run(python, ['-m', 'py_compile', path], { timeout: patience });
        }
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
