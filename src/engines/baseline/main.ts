import { UserError } from '../../common/errors.ts';
import type { TrainCommand, TrainEvent } from '../engine.ts';
import { readLines } from '../lines.ts';
import { baseModelId, untrainedModel } from './model.ts';
import { loadModel } from './modelFolder.ts';
import { exit, writeLine } from './output.ts';
import { serve } from './serve.ts';
import { train, type TrainPort } from './train.ts';

/** How long training may keep commands waiting, in milliseconds. */
const breathInterval = 20;

async function runTraining(folder: string): Promise<void> {
  let isPauseWanted = false;
  let lastBreath = performance.now();
  const port: TrainPort = {
    send: writeLine,
    breathe() {
      if (performance.now() - lastBreath < breathInterval) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          lastBreath = performance.now();
          resolve();
        });
      });
    },
    get isPauseWanted() {
      return isPauseWanted;
    },
  };
  const obey = async (): Promise<void> => {
    for await (const line of readLines(process.stdin)) {
      if ((JSON.parse(line) as TrainCommand).type === 'pause') isPauseWanted = true;
    }
    // Whoever started this process is gone.
    process.exit(0);
  };
  obey().catch(fail);
  try {
    await train(folder, port);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await writeLine(JSON.stringify({ type: 'failed', code: error.code, message: error.text } satisfies TrainEvent));
  }
}

async function runServing(folder: string): Promise<void> {
  const model = folder === baseModelId ? untrainedModel() : await loadModel(folder);
  const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);
  await serve(model, { input: process.stdin, send: writeLine, randomSeed });
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  exit(1);
}

async function main([command, folder, ...rest]: readonly string[]): Promise<void> {
  if (folder === undefined || rest.length > 0 || (command !== 'train' && command !== 'serve')) {
    process.stderr.write('usage: engine train RUN_FOLDER | serve MODEL_FOLDER\n');
    return exit(2);
  }
  // Nobody reads any more.
  process.stdout.on('error', () => process.exit(1));
  await (command === 'train' ? runTraining(folder) : runServing(folder));
  exit(0);
}

main(process.argv.slice(2)).catch(fail);
