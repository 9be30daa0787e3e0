import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChatRow } from './labellingTask.ts';
import { realEngine } from './programs.ts';

/** What a training took and gave. */
export interface Outcome {
  readonly seconds: number;
  readonly megabytes: number;
  readonly trainedTokens: number;
  readonly losses: readonly number[];
}

/** Trains rows in a child process; its peak memory is known on Linux only. */
export async function trainMeasured(
  folder: string,
  rows: readonly ChatRow[],
  hyperparameters: object = {},
): Promise<Outcome> {
  const request = { model: 'baseline-1', base_folder: null, method: 'supervised', hyperparameters, seed: 1 };
  await writeFile(join(folder, 'request.json'), JSON.stringify(request));
  await writeFile(join(folder, 'train.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const start = performance.now();
  const child = spawn(process.execPath, [realEngine, 'train', folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  let megabytes = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const watch = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => (megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)),
      () => clearInterval(watch),
    );
  }, 50);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const losses = events.filter(({ type }) => type === 'metrics').map(({ metrics }) => metrics.train_loss as number);
  const trainedTokens = events.at(-1).trained_tokens as number;
  return { seconds: (performance.now() - start) / 1000, megabytes, trainedTokens, losses };
}
