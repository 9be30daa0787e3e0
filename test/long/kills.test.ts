import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { exampleLines, ServerFixture, type Json, type TestClient } from '../support/serverHarness.ts';
import { realEngine, startProgram } from '../support/serverProgram.ts';

const kills = 25;
const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 20, batch_size: 1 } } };

/** The newest event with a step; 0 before the first. */
async function newestStep(server: TestClient, id: string): Promise<number> {
  const { data } = (await server.get(`/fine_tuning/jobs/${id}/events?limit=20`)) as { data: Json[] };
  return Number(data.find((event) => event.data?.step !== undefined)?.data.step ?? 0);
}

/** All steps told, oldest first. */
async function allSteps(server: TestClient, id: string): Promise<number[]> {
  const steps: number[] = [];
  for (let after = ''; ;) {
    const page = (await server.get(`/fine_tuning/jobs/${id}/events?limit=100${after}`)) as {
      data: Json[];
      has_more: boolean;
    };
    for (const event of page.data) if (event.data?.step !== undefined) steps.unshift(Number(event.data.step));
    if (!page.has_more) return steps;
    after = `&after=${page.data.at(-1)?.id}`;
  }
}

describe('A server that is killed again and again while it trains', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it(`loses and doubles no step in ${kills} kills, and ends its job`, async () => {
    const folder = await fixture.folder();
    const seed = Date.now();
    console.log(`    seed ${seed}`);
    let state = seed % 2147483647;
    const below = (limit: number): number => (state = (state * 48271) % 2147483647) % limit;
    let server = await startProgram(folder, {}, realEngine);
    const training_file = await server.upload(exampleLines(400));
    const id = await server.createJob({ training_file, method, seed: 1 });
    for (let kill = 0; kill < kills; kill++) {
      const target = (await newestStep(server, id)) + below(400);
      let status = 'running';
      while (status !== 'succeeded' && (await newestStep(server, id)) < target) ({ status } = await server.job(id));
      assert.equal(await server.end('SIGKILL'), 'SIGKILL');
      server = await startProgram(folder, {}, realEngine);
    }
    while ((await server.job(id)).status !== 'succeeded') assert.notEqual((await server.job(id)).status, 'failed');
    const steps = await allSteps(server, id);
    assert.deepEqual(
      steps,
      Array.from({ length: 400 * 20 }, (_, i) => i + 1),
    );
    await server.end('SIGTERM');
    const database = new DatabaseSync(join(folder, 'database.sqlite'));
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    database.close();
  });
});
