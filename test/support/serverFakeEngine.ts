// An engine that learns nothing but keeps to the port of src/engines/engine.ts, as a program of its own:
//   node serverFakeEngine.ts PLAN train RUN_FOLDER | serve [MODEL_FOLDER]
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runFiles, type CompletionRequest, type RunRequest, type TrainMetrics } from '../../src/engines/engine.ts';

/** What the engine is to do, as JSON in its first argument. */
export interface FakePlan {
  /** Default 6. */
  readonly steps?: number;
  /** A checkpoint after each so many steps. Default 2. */
  readonly stepsPerEpoch?: number;
  /** After this step it waits for a command. */
  readonly holdAfter?: number;
  /** After this step the process dies, as often as `crashes` says (default 1). */
  readonly crashAfter?: number;
  readonly crashes?: number;
  /** After this step it says that training cannot go on. */
  readonly failAfter?: number;
}

const [planText = '{}', command, folder = ''] = process.argv.slice(2);
const plan = JSON.parse(planText) as FakePlan;
const write = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
const input = createInterface({ input: process.stdin });

if (command === 'train') await train();
else serve();

async function train(): Promise<void> {
  const { steps = 6, stepsPerEpoch = 2, holdAfter, crashAfter, failAfter } = plan;
  const request = JSON.parse(readFileSync(join(folder, runFiles.request), 'utf8')) as RunRequest;
  appendFileSync(join(folder, 'starts.log'), `${JSON.stringify(request)}\n`);
  const statePath = join(folder, runFiles.state);
  let step = existsSync(statePath) ? Number(readFileSync(statePath, 'utf8')) : 0;
  let isPauseWanted = false;
  let wake = (): void => undefined;
  input.on('line', () => {
    isPauseWanted = true;
    wake();
  });
  input.on('close', () => process.exit(0));
  write({
    type: 'started',
    total_steps: steps,
    step,
    hyperparameters: { n_epochs: 3, batch_size: 1, learning_rate_multiplier: 1 },
  });
  while (step < steps) {
    if (isPauseWanted) {
      writeFileSync(statePath, String(step));
      write({ type: 'paused', step });
      return finish();
    }
    step++;
    const metrics = measure(step);
    write({ type: 'metrics', step, total_steps: steps, metrics });
    if (step % stepsPerEpoch === 0) {
      mkdirSync(join(folder, runFiles.checkpoints, String(step)), { recursive: true });
      writeFileSync(statePath, String(step));
      write({ type: 'checkpoint', step, epoch: step / stepsPerEpoch, metrics });
    }
    if (step === crashAfter && countStarts() <= (plan.crashes ?? 1)) process.exit(7);
    if (step === failAfter) {
      write({ type: 'failed', code: 'bad_data', message: 'The examples cannot be learned.' });
      return finish();
    }
    if (step === holdAfter && !isPauseWanted) await new Promise<void>((resolve) => (wake = resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  mkdirSync(join(folder, runFiles.model), { recursive: true });
  write({ type: 'succeeded', trained_tokens: steps * 100 });
  return finish();
}

function measure(step: number): TrainMetrics {
  const numbers = { train_loss: 2 / step, train_mean_token_accuracy: 1 - 1 / (step + 1) };
  return step % 2 === 0 ? { ...numbers, valid_loss: 3 / step, valid_mean_token_accuracy: 0.5 } : numbers;
}

function countStarts(): number {
  return readFileSync(join(folder, 'starts.log'), 'utf8').trim().split('\n').length;
}

function finish(): void {
  input.close();
  process.stdin.destroy();
}

/** Says which folder it answers from, then the last message word by word. */
function serve(): void {
  input.on('line', (line) => {
    const { id, messages, max_completion_tokens: most = 256 } = JSON.parse(line) as CompletionRequest;
    const text = messages.at(-1)?.content ?? '';
    if (text === 'crash') process.exit(9);
    if (text === 'fail') return void write({ id, type: 'failed', message: 'This cannot be answered.' });
    const words = [folder === '' ? 'base' : 'tuned', ...text.split(' ')];
    const said = words.slice(0, most);
    for (const [index, word] of said.entries()) write({ id, type: 'delta', text: index === 0 ? word : ` ${word}` });
    const usage = { prompt_tokens: words.length - 1, completion_tokens: said.length };
    write({ id, type: 'completed', finish_reason: said.length < words.length ? 'length' : 'stop', usage });
    return undefined;
  });
}
