// How soon the server answers many clients while it trains: `node test/bench/polling.ts`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { realEngine, startProgram } from '../support/serverProgram.ts';
import { randomRows } from '../support/randomRows.ts';

const clients = 50;
/** Between two questions of a client, in milliseconds. */
const pause = 200;
const seconds = 15;

const folder = await mkdtemp(join(tmpdir(), 'polling-bench-'));
const server = await startProgram(folder, {}, realEngine);
try {
  const text = randomRows(500, 10, 500, 5000).map((row) => JSON.stringify(row));
  const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 20 } } };
  const id = await server.createJob({ training_file: await server.upload(text.join('\n')), method });
  while ((await server.job(id)).status !== 'running') await wait(100);
  const end = performance.now() + 1000 * seconds;
  const times: number[] = [];
  const poll = async (): Promise<void> => {
    await wait(Math.random() * pause);
    while (performance.now() < end) {
      const start = performance.now();
      await server.job(id);
      times.push(performance.now() - start);
      await wait(pause);
    }
  };
  await Promise.all(Array.from({ length: clients }, poll));
  const { status, estimated_finish } = await server.job(id);
  if (status !== 'running' || estimated_finish === null) throw new Error('It does not train.');
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(share * times.length)] ?? 0).toFixed(1);
  console.log(
    `${clients} clients, ${times.length} questions: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, all ${at(0.9999)} ms`,
  );
} finally {
  await server.end('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
