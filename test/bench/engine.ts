// How fast the baseline engine trains and how well it learns: `node test/bench/engine.ts`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '../../src/engines/baseline/generate.ts';
import { untrainedModel, type LanguageModel } from '../../src/engines/baseline/model.ts';
import { loadModel } from '../../src/engines/baseline/modelFolder.ts';
import { buildPrograms } from '../support/buildPrograms.ts';
import { labellingTask, type ChatRow } from '../support/labellingTask.ts';
import { trainMeasured } from '../support/measuredTraining.ts';
import { randomRows } from '../support/randomRows.ts';

buildPrograms();

function exactMatches(model: LanguageModel, rows: readonly ChatRow[]): number {
  const matches = rows.filter(({ messages }) => {
    const answer = Array.from(generate(model, { messages: messages.slice(0, -1), temperature: 0 }, 1)).join('');
    return answer === messages.at(-1)?.content;
  });
  return matches.length / rows.length;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function speed(name: string, rows: readonly ChatRow[]): Promise<void> {
  const { seconds, megabytes, trainedTokens, losses } = await inFolder((folder) =>
    trainMeasured(folder, rows, { n_epochs: 3 }),
  );
  const tenth = Math.ceil(losses.length / 10);
  const ends = [mean(losses.slice(0, tenth)), mean(losses.slice(-tenth))].map((loss) => loss.toFixed(2)).join(' -> ');
  const rate = Math.round(trainedTokens / seconds);
  console.log(
    `${name}: ${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB, ${trainedTokens} tokens, ${rate}/s, loss ${ends}`,
  );
}

async function quality(seed: number): Promise<void> {
  const { training, heldOut } = labellingTask(300, seed);
  await inFolder(async (folder) => {
    await trainMeasured(folder, training);
    const trained = exactMatches(await loadModel(join(folder, 'model')), heldOut);
    console.log(
      `labelling, seed ${seed}: ${trained.toFixed(2)} trained, ${exactMatches(untrainedModel(), heldOut)} untrained`,
    );
  });
}

await speed('200 short examples', randomRows(200, 15, 10, 500));
await speed('500 answers of 500 words, short prompts', randomRows(500, 10, 500, 5000));
await speed('250 answers of 500 words, short prompts', randomRows(250, 10, 500, 5000));
await speed('500 answers of 500 words, few words', randomRows(500, 10, 500, 100));
await speed('500 answers of 500 words, prompts of 500', randomRows(500, 500, 500, 5000));
await speed('500 answers of 20 words, prompts of 500', randomRows(500, 500, 20, 5000));
for (const seed of [1, 2, 3]) await quality(seed);
