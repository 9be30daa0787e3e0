// How long 50 clients wait for a job while nothing trains and while 750,000 tokens are trained; prints milliseconds as JSON.
//
//   node test/bench/server.ts [SECONDS a phase]
//
// Needs the bundles in dist. On a busy machine the clients' times say more about the others; see loopDelay.mjs.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestClient, testKey } from '../support/serverHarness.ts';
import { randomRows } from '../support/randomRows.ts';

const clients = 50;
/** Milliseconds between the answer to a client and its next request. */
const pause = 50;
const seconds = Number(process.argv[2] ?? 10);
const here = (name: string): string => join(import.meta.dirname, name);

async function start(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const program = [here('../../dist/server.js'), '--data', join(folder, 'data')];
  const child = spawn(process.execPath, ['--import', here('loopDelay.mjs'), ...program], {
    env: { ...process.env, FINETUNE_API_KEY: testKey, LOOP_DELAY_FILE: join(folder, 'delay.json') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url) return { child, url };
  }
  throw new Error('the server did not start');
}

/** Asks for a job until the time is over; gives the milliseconds of each request. */
async function poll(url: string, agent: Agent, end: number): Promise<number[]> {
  const times: number[] = [];
  await sleep(Math.random() * pause);
  while (performance.now() < end) {
    const begin = performance.now();
    await ask(url, agent);
    times.push(performance.now() - begin);
    await sleep(pause);
  }
  return times;
}

function ask(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers: { authorization: `Bearer ${testKey}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`HTTP ${response.statusCode}`));
      response.resume().on('end', resolve);
    });
    sent.on('error', reject);
    sent.end();
  });
}

async function measure(name: string, url: string): Promise<Record<string, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const end = performance.now() + seconds * 1000;
  const all = await Promise.all(Array.from({ length: clients }, () => poll(url, agent, end)));
  agent.destroy();
  const times = all.flat().sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? 0;
  return { [`${name}: p50`]: at(0.5), [`${name}: p99`]: at(0.99), [`${name}: longest`]: at(1) };
}

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

const folder = await mkdtemp(join(tmpdir(), 'finetune-bench-'));
const { child, url } = await start(folder);
try {
  const client = new TestClient(url);
  const rows = randomRows(500, 10, 500, 5000).map((row) => `${JSON.stringify(row)}\n`);
  const training_file = await client.upload(rows.join(''));
  const waiting = await client.createJob({ training_file });
  await client.post(`/fine_tuning/jobs/${waiting}/cancel`);
  const idle = await measure('nothing trains', `${url}/fine_tuning/jobs/${waiting}`);
  // More than the usual three: it must still be training when the time is over.
  const method = { type: 'supervised', supervised: { hyperparameters: { n_epochs: 12 } } };
  const id = await client.createJob({ training_file, method });
  while ((await client.job(id)).status !== 'running') await sleep(20);
  const training = await measure('training', `${url}/fine_tuning/jobs/${id}`);
  const { status } = await client.job(id);
  if (status !== 'running') throw new Error(`the job was ${status} before the time was over`);
  child.kill('SIGTERM');
  await once(child, 'close');
  const loop = JSON.parse(await readFile(join(folder, 'delay.json'), 'utf8')) as Record<string, number>;
  const figures = Object.entries({ ...idle, ...training, ...loop }).map(([name, value]) => [name, round(value)]);
  console.log(JSON.stringify(Object.fromEntries(figures)));
} finally {
  child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
}
