import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { KillLoad } from '../support/killLoad.ts';
import { exampleLines, ServerFixture, type Json, type TestClient } from '../support/serverHarness.ts';
import { realEngine } from '../support/programs.ts';
import { startProgram } from '../support/serverProgram.ts';

/** How often; the job must be long enough to be killed each time. */
const kills = Number(process.env['KILLS'] ?? 100);
const [examples, epochs] = [2000, 50];
const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: epochs, batch_size: 1 } } };

/** All steps told, oldest first. */
async function allSteps(server: TestClient, id: string): Promise<number[]> {
  const steps: number[] = [];
  for (let after = ''; ;) {
    const page = (await server.get(`/fine_tuning/jobs/${id}/events?limit=1000${after}`)) as {
      data: Json[];
      has_more: boolean;
    };
    for (const event of page.data) if (event.data?.step !== undefined) steps.push(Number(event.data.step));
    if (!page.has_more) return steps.reverse();
    after = `&after=${page.data.at(-1)?.id}`;
  }
}

describe('A server that is killed again and again while it trains and takes files', () => {
  const fixture = new ServerFixture();
  afterEach(() => fixture.dispose());

  it(`loses and doubles nothing in ${kills} kills, and ends its job`, async () => {
    const folder = await fixture.folder();
    const seed = Date.now() % 2147483647;
    console.log(`    seed ${seed}`);
    let state = seed;
    const below = (limit: number): number => (state = (state * 48271) % 2147483647) % limit;
    let server = await startProgram(folder, {}, realEngine);
    const training_file = await server.upload(exampleLines(examples));
    const id = await server.createJob({ training_file, method, seed: 1 });
    const load = new KillLoad();
    for (let kill = 0; kill < kills; kill++) {
      const work = load.run(server, training_file);
      await load.until(load.acknowledged + 1 + below(30));
      assert.equal(await server.end('SIGKILL'), 'SIGKILL');
      await work;
      server = await startProgram(folder, {}, realEngine);
      await load.check(server);
    }
    console.log(`    ${load.summary()}, ${(await allSteps(server, id)).length} steps`);
    await server.untilSucceeded(id, 600);
    assert.deepEqual(
      await allSteps(server, id),
      Array.from({ length: examples * epochs }, (_, index) => index + 1),
    );
    await load.checkAll(server);
    await server.end('SIGTERM');
    const database = new DatabaseSync(join(folder, 'database.sqlite'));
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
    database.close();
  });
});
