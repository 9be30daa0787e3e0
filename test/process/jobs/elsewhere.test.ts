// Ten jobs of one local server, archived, and launched again on another one: the same work with the same result.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemClock } from '../../../src/common/time.ts';
import { openUnchanged, localFile, sha256OfFile } from '../../../src/disk/localFile.ts';
import { launchOf, readJobFile } from '../../../src/jobs/jobFile.ts';
import { launch } from '../../../src/jobs/launch.ts';
import type { JobSource } from '../../../src/jobs/launchParts.ts';
import { mapRequest } from '../../../src/jobs/moving/mapRequest.ts';
import { openaiApi } from '../../../src/jobs/openaiApi.ts';
import { baselineEngine } from '../../../src/server/engines.ts';
import { runArchive } from '../../support/archiveRuns.ts';
import { launchParts } from '../../support/launches.ts';
import { exampleLines, ServerFixture, testKey, type Json, type TestServer } from '../../support/serverHarness.ts';
import { realEngine } from '../../support/programs.ts';

/** Seconds that ten small trainings may take on a machine that is busy with other things. */
const patience = 240;

/** The parameters of ten jobs: own seeds and drawn ones, given and chosen hyperparameters, with and without validation. */
const parameters = Array.from({ length: 10 }, (_, index) => ({
  suffix: `job-${index}`,
  ...(index % 3 === 0 ? {} : { seed: 100 + index }),
  ...(index % 4 === 0
    ? {}
    : {
        method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 1 + (index % 2), batch_size: 3 } } },
      }),
  metadata: { number: String(index) },
}));

async function aFile(path: string): Promise<JobSource> {
  const file = await localFile(path);
  return { ...file, sha256: (await sha256OfFile(path)) ?? '', open: () => openUnchanged(file) };
}

/** What a training came to: its data, how it was set, and every number of it. */
async function outcome(server: TestServer, id: string): Promise<Json> {
  const job = await server.job(id);
  const content = async (file: string): Promise<Json> => server.get(`/files/${file}/content`);
  const events = await server.events(id);
  return {
    status: job.status,
    seed: job.seed,
    hyperparameters: job.method.supervised.hyperparameters,
    trainedTokens: job.trained_tokens,
    number: job.metadata.number,
    training: await content(job.training_file),
    validation: job.validation_file && (await content(job.validation_file)),
    results: await content(job.result_files[0]),
    metrics: events.filter(({ type }) => type === 'metrics').map(({ data }) => data),
  };
}

describe('Ten archived jobs on a second local server', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it('train on the same bytes with the same seed, to the same result', async function () {
    this.timeout(500_000);
    const engines = [baselineEngine(realEngine)];
    const old = await fixture.start({}, { engines });
    const validation_file = await old.upload(exampleLines(14).replaceAll('Question', 'Held out'), 'held-out.jsonl');
    const shared = await old.upload(exampleLines(11).replaceAll('\n', '\r\n'), 'shared.jsonl');
    const before = new Map<string, Json>();
    for (const [index, fields] of parameters.entries()) {
      const training_file = index < 2 ? shared : await old.upload(exampleLines(11 + index), `data-${index}.jsonl`);
      const validated = index % 2 === 0 ? { validation_file } : {};
      const id = await old.createJob({ ...fields, training_file, ...validated });
      await old.untilSucceeded(id, patience);
      before.set(String(index), await outcome(old, id));
    }
    const folder = await fixture.folder();
    const { code, err } = await runArchive(['--base-url', old.url, '--out', folder], testKey);
    assert.equal(code, 0, err);
    await fixture.stop(old);

    // This one would draw another seed.
    const next = await fixture.start({}, { engines, randomSeed: () => 7 });
    const api = openaiApi({
      connection: 'Next',
      service: 'Next',
      baseUrl: next.url,
      credentials: () => Promise.resolve({ Authorization: `Bearer ${testKey}` }),
    });
    const parts = launchParts(api, { clock: systemClock, ask: () => Promise.reject(new Error('asked')) });
    const launched: string[] = [];
    for (const name of await readdir(join(folder, 'jobs'))) {
      const path = join(folder, 'jobs', name, 'job.finetune.json');
      const what = launchOf(readJobFile(await readFile(path, 'utf8')));
      assert.ok(what);
      const { request } = mapRequest(
        { name, from: { id: basename(name) }, request: what.request, training: {} },
        { kind: 'local', target: 'local', suffixLimit: 64, model: 'baseline-1' },
      );
      const training = await aFile(join(dirname(path), what.trainingFile));
      const validation =
        what.validationFile === undefined ? undefined : await aFile(join(dirname(path), what.validationFile));
      launched.push((await launch({ request, training, validation }, parts)).id);
    }
    assert.equal(new Set(launched).size, 10);
    for (const id of launched) {
      await next.untilSucceeded(id, patience);
      const after = await outcome(next, id);
      assert.deepEqual(after, before.get(after.number));
      before.delete(after.number);
    }
    assert.equal(before.size, 0);
  });
});
