// Jobs that go on at another service: from the local server and from an archive, one and several.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { ScriptedService } from '../support/scriptedService.ts';
import { cleanUp, datasetFile, exampleRows, set, temporaryFolder, untilStatus, workbench } from './support.ts';

const launchAgainOn = (argument: Record<string, unknown>): Thenable<string[]> =>
  vscode.commands.executeCommand('finetune.launchAgainOn', { confirm: false, ...argument });

/** Milliseconds: the machine may be busy with other things. */
const patience = 240_000;

interface SentJob {
  readonly model: string;
  readonly training_file: string;
  readonly seed?: number;
  readonly suffix?: string;
  readonly method?: unknown;
  readonly metadata: Record<string, string>;
}

const bodies = (service: ScriptedService): readonly SentJob[] =>
  service.requests
    .filter(({ method, url }) => method === 'POST' && url.endsWith('/fine_tuning/jobs'))
    .map(({ body }) => JSON.parse(body) as SentJob);

/** A folder as `finetune archive` makes it, of jobs that were trained on these rows; gives the job files. */
async function anArchive(jobs: readonly (readonly string[])[], request: object = {}): Promise<readonly string[]> {
  const root = await temporaryFolder();
  return Promise.all(
    jobs.map(async (rows, index) => {
      const folder = join(root, 'jobs', `2026-11-0${index + 1}-codes-ftjob-old${index}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'train.jsonl'), rows.map((row) => `${row}\n`).join(''));
      const job = { id: `ftjob-old${index}`, model: 'gpt-4.1-mini-2025-04-14', training_file: `file-old${index}` };
      await writeFile(join(folder, 'job.json'), JSON.stringify(job));
      const asked = { model: job.model, training_file: 'train.jsonl', seed: 7, suffix: `codes-${index}`, ...request };
      const path = join(folder, 'job.finetune.json');
      await writeFile(path, JSON.stringify({ request: asked }));
      return path;
    }),
  );
}

/** What the journal of launches says of a job that was launched last in this VS Code: scripted services number theirs alike. */
async function lineageOf(job: string): Promise<{ readonly formerJob?: Record<string, unknown> }> {
  const { serverDataFolder } = await workbench();
  const folder = join(serverDataFolder, '..', 'launches');
  const found: { readonly name: string; readonly time: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.ended') || !(await readFile(join(folder, name), 'utf8')).includes(`"${job}"`)) continue;
    found.push({ name, time: (await stat(join(folder, name))).mtimeMs });
  }
  const last = found.sort((a, b) => b.time - a.time)[0];
  assert.ok(last, `No launch became ${job}`);
  const begun = await readFile(join(folder, last.name.replace(/ended$/, 'begun')), 'utf8');
  return (JSON.parse(begun) as { lineage: object }).lineage;
}

describe('Launch Again on another service', function () {
  this.timeout(patience);

  let acme: ScriptedService;
  beforeEach(async () => {
    acme = await ScriptedService.start({ key: '' });
    acme.state.models = [
      { id: 'm-1', object: 'model' },
      { id: 'm-2', object: 'model' },
    ];
    await set('finetune.connections', [
      { name: 'Acme', kind: 'compatible', url: acme.baseUrl, authentication: 'none' },
    ]);
    await set('finetune.launch.allowUnattended', true);
  });
  afterEach(async () => {
    await set('finetune.launch.allowUnattended', undefined);
    await set('finetune.connections', undefined);
    await acme.stop();
    await cleanUp();
  });

  it('takes a job of the local server along with its data, numbers and seed, and remembers where it was', async () => {
    const uri = await datasetFile('train.jsonl', exampleRows(12));
    const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 1 } } };
    const old = await vscode.commands.executeCommand<string>('finetune.launchJob', {
      trainingFile: uri.fsPath,
      model: 'baseline-1',
      confirm: false,
      method,
      suffix: 'moved',
    });
    await untilStatus(old, 'succeeded');
    const [id, ...others] = await launchAgainOn({ jobs: [old], to: 'Acme', model: 'm-2' });
    assert.ok(id);
    assert.deepEqual(others, []);
    const [sent] = bodies(acme);
    assert.deepEqual([sent?.model, sent?.suffix, typeof sent?.seed], ['m-2', 'moved', 'number']);
    assert.match(JSON.stringify(sent?.method), /"n_epochs":1,"batch_size":\d/);
    const content = acme.state.files.get(sent?.training_file ?? '')?.content;
    assert.deepEqual(content && new Uint8Array(content), new Uint8Array(await readFile(uri.fsPath)));
    assert.deepEqual((await lineageOf(id)).formerJob, { connection: 'local', id: old });
  });

  it('launches jobs of an archive one after another, each once, and they succeed', async () => {
    const jobFiles = await anArchive([exampleRows(12), exampleRows(13)]);
    const jobs = await launchAgainOn({ jobs: jobFiles, to: 'local' });
    assert.equal(new Set(jobs).size, 2);
    for (const id of jobs) assert.equal(await untilStatus(id, 'succeeded', 'failed'), 'succeeded');
    assert.deepEqual((await lineageOf(jobs[1] ?? '')).formerJob, { id: 'ftjob-old1', jobFile: jobFiles[1] });
  });

  it('launches the others where one is refused, and says which one and why', async () => {
    const jobFiles = await anArchive([exampleRows(12), exampleRows(13), exampleRows(14)]);
    acme.next('POST /fine_tuning/jobs', { type: 'answer', status: 400, body: { error: { message: 'Not this one.' } } });
    await assert.rejects(
      async () => launchAgainOn({ jobs: jobFiles, to: 'Acme' }),
      /2 of 3 jobs were launched\. codes-0: .*Not this one\./,
    );
    assert.deepEqual(
      bodies(acme).map(({ suffix }) => suffix),
      ['codes-0', 'codes-1', 'codes-2'],
    );
    // What is asked for again is launched: nothing waits from before.
    await launchAgainOn({ jobs: jobFiles.slice(0, 1), to: 'Acme' });
    assert.equal(bodies(acme).length, 4);
  });

  it('sends nothing where the data is no longer what was trained on, or a model does not train this way', async () => {
    const [broken] = await anArchive([[...exampleRows(12), '{"messages": 5}']]);
    await assert.rejects(
      async () => launchAgainOn({ jobs: [broken], to: 'Acme' }),
      /Nothing can be launched on Acme.*train\.jsonl has 1 error/,
    );
    const [tuned] = await anArchive([exampleRows(12)], { method: { type: 'weird' } });
    await assert.rejects(async () => launchAgainOn({ jobs: [tuned], to: 'local' }), /does not offer weird/);
    assert.equal(acme.count('POST /files'), 0);
  });

  it('fetches the data from the old service where there is no copy here', async () => {
    const rows = exampleRows(12)
      .map((row) => `${row}\r\n`)
      .join('');
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', new Blob([rows]), 'far away.jsonl');
    const file = (await (await fetch(`${acme.baseUrl}/files`, { method: 'POST', body: form })).json()) as {
      id: string;
    };
    acme.state.jobs.push({
      id: 'ftjob-far',
      object: 'fine_tuning.job',
      created_at: 1_770_000_000,
      model: 'm-1',
      status: 'succeeded',
      training_file: file.id,
    });
    await set('finetune.launch.defaultConnection', 'Acme');
    await vscode.commands.executeCommand('finetune.refreshJobs');
    await untilStatus('ftjob-far', 'succeeded');
    const [id] = await launchAgainOn({ jobs: ['ftjob-far'], to: 'local' });
    assert.equal(await untilStatus(id ?? '', 'succeeded', 'failed'), 'succeeded');
    await set('finetune.launch.defaultConnection', undefined);
    const { serverDataFolder } = await workbench();
    const fetched = (await readdir(join(serverDataFolder, '..', 'fetched'), { recursive: true })).filter((name) =>
      name.endsWith('far-away.jsonl'),
    );
    assert.equal(fetched.length, 1);
    assert.equal(await readFile(join(serverDataFolder, '..', 'fetched', fetched[0] ?? ''), 'utf8'), rows);
  });

  it('is refused without a question where that is not allowed', async () => {
    await set('finetune.launch.allowUnattended', undefined);
    const jobFiles = await anArchive([exampleRows(12)]);
    await assert.rejects(
      async () => launchAgainOn({ jobs: jobFiles, to: 'Acme' }),
      /Acme without asking is not allowed/,
    );
    await assert.rejects(async () => launchAgainOn({ jobs: [], to: 'Acme' }), /"jobs" of the argument/);
  });
});

describe('What ends at a service', function () {
  this.timeout(patience);

  it('is told once, when a model of its jobs ends soon', async () => {
    const day = new Date(Date.now() + 10 * 24 * 3600_000).toISOString().slice(0, 10);
    const acme = await ScriptedService.start({ key: '', modelFields: { shutdown_date: day } });
    try {
      acme.state.models = [{ id: 'm-1', object: 'model' }];
      const job = { id: 'ftjob-ending', object: 'fine_tuning.job', created_at: 1_770_000_000, model: 'm-1' };
      acme.state.jobs.push({ ...job, status: 'succeeded', fine_tuned_model: 'ft:m-1:acme::1' });
      await set('finetune.connections', [
        { name: 'Ending', kind: 'compatible', url: acme.baseUrl, authentication: 'none' },
      ]);
      await set('finetune.launch.defaultConnection', 'Ending');
      await vscode.commands.executeCommand('finetune.refreshJobs');
      const { serverDataFolder } = await workbench();
      const notices = async (): Promise<readonly string[]> =>
        (await readdir(join(serverDataFolder, '..', 'notices')).catch(() => [])).filter((name) =>
          name.includes(`ends-Ending-127.0.0.1_${new URL(acme.baseUrl).port}`),
        );
      for (let tries = 0; (await notices()).length === 0; tries++) {
        assert.ok(tries < 1500, 'no notice');
        await delay(100);
      }
      assert.match((await notices()).join(), new RegExp(`-${day}-14$`));
      assert.equal(acme.count('GET /models'), 1);
    } finally {
      await set('finetune.launch.defaultConnection', undefined);
      await set('finetune.connections', undefined);
      await acme.stop();
      await cleanUp();
    }
  });
});

describe('Keep Answers of Old and New Model', function () {
  this.timeout(patience);

  afterEach(cleanUp);

  it('asks both the same rows, keeps what they answer beside the archive, and asks nothing twice', async () => {
    const training = await datasetFile('train.jsonl', exampleRows(12));
    const job = await vscode.commands.executeCommand<string>('finetune.launchJob', {
      trainingFile: training.fsPath,
      model: 'baseline-1',
      confirm: false,
      suffix: 'asked',
      method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 1 } } },
    });
    await untilStatus(job, 'succeeded');
    const log = await vscode.commands
      .executeCommand('finetune.showEvents', job)
      .then(() => vscode.window.activeTextEditor?.document.getText() ?? '');
    const model = /New fine-tuned model created: (\S+)/.exec(log)?.[1] ?? '';
    const heldOut = await datasetFile('held-out.jsonl', exampleRows(15).slice(3));
    const folder = await temporaryFolder();
    const keep = (): Thenable<{ model: string; path: string; rows: number; before: number }[]> =>
      vscode.commands.executeCommand('finetune.keepAnswers', {
        heldOut: heldOut.fsPath,
        models: [
          { connection: 'local', model },
          { connection: 'local', model: 'baseline-1' },
        ],
        folder,
        confirm: false,
      });
    const kept = await keep();
    assert.deepEqual(
      kept.map((each) => [each.model, each.rows, each.before]),
      [
        [model, 12, 0],
        ['baseline-1', 12, 0],
      ],
    );
    const text = await readFile(join(folder, kept[0]?.path ?? ''), 'utf8');
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, { content?: unknown }>);
    assert.deepEqual(
      lines.map(({ row }) => row),
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    assert.equal(lines[0]?.['reference']?.content, 'It is 7.');
    assert.equal(typeof lines[0]?.['message']?.content, 'string');
    assert.deepEqual(
      (await keep()).map(({ before }) => before),
      [12, 12],
    );
    assert.equal(await readFile(join(folder, kept[0]?.path ?? ''), 'utf8'), text);
  });
});
