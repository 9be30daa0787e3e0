// An engine that learns nothing but keeps to the port of src/engines/engine.ts, as a program of its own. Plain JavaScript,
// because tests start it dozens of times and Node needs twice as long for TypeScript.
//   node serverFakeEngine.mjs [PLAN] train RUN_FOLDER | serve MODEL_FOLDER_OR_ID
// PLAN is a FakePlan (serverHarness.ts) as JSON; it may also stand in the variable FAKE_ENGINE_PLAN.
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const hasPlan = process.argv[2].startsWith('{');
const plan = JSON.parse((hasPlan ? process.argv[2] : process.env['FAKE_ENGINE_PLAN']) ?? '{}');
const [command, folder] = process.argv.slice(hasPlan ? 3 : 2);
const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const input = createInterface({ input: process.stdin });

if (command === 'train') await train();
else serve();

async function train() {
  const {
    steps = 6,
    stepsPerEpoch = 2,
    holdAfter,
    crashAfter,
    crashes = 1,
    failAfter,
    failure,
    retells = false,
  } = plan;
  appendFileSync(join(folder, 'starts.log'), `${readFileSync(join(folder, 'request.json'), 'utf8')}\n`);
  const starts = readFileSync(join(folder, 'starts.log'), 'utf8').trim().split('\n').length;
  const statePath = join(folder, 'state');
  let step = existsSync(statePath) ? Number(readFileSync(statePath, 'utf8')) : 0;
  let isPauseWanted = false;
  let wake = () => undefined;
  if (!plan.isDeaf) {
    input.on('line', () => {
      isPauseWanted = true;
      wake();
    });
    input.on('close', () => process.exit(0));
  }
  if (plan.holdsReading && starts === 1) {
    if (!isPauseWanted) await new Promise((resolve) => (wake = resolve));
    return finish({ type: 'paused', step });
  }
  const hyperparameters = { n_epochs: 3, batch_size: 1, learning_rate_multiplier: 1 };
  write({ type: 'started', total_steps: steps, step, hyperparameters });
  if (retells && step > 0) {
    write({ type: 'checkpoint', step, epoch: step / stepsPerEpoch, metrics: measure(step) });
    if (starts <= crashes) process.exit(7);
  }
  while (step < steps) {
    if (isPauseWanted) {
      writeFileSync(statePath, String(step));
      return finish({ type: 'paused', step });
    }
    step++;
    const metrics = measure(step);
    write({ type: 'metrics', step, total_steps: steps, metrics });
    if (step % stepsPerEpoch === 0) {
      mkdirSync(join(folder, 'checkpoints', String(step)), { recursive: true });
      writeFileSync(statePath, String(step));
      write({ type: 'checkpoint', step, epoch: step / stepsPerEpoch, metrics });
    }
    if (step === crashAfter && starts <= crashes) process.exit(7);
    if (step === failAfter) {
      return finish({ type: 'failed', code: 'bad_data', message: failure ?? 'The examples cannot be learned.' });
    }
    if (step === holdAfter && !isPauseWanted) await new Promise((resolve) => (wake = resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
  mkdirSync(join(folder, 'model'), { recursive: true });
  return finish({ type: 'succeeded', trained_tokens: steps * 100 });
}

function measure(step) {
  const numbers = { train_loss: 2 / step, train_mean_token_accuracy: 1 - 1 / (step + 1) };
  return step % 2 === 0 ? { ...numbers, valid_loss: 3 / step, valid_mean_token_accuracy: 0.5 } : numbers;
}

function finish(lastWord) {
  write(lastWord);
  process.stdin.destroy();
}

/** Says whether it answers for a model folder, then the last message word by word. */
function serve() {
  input.on('line', (line) => {
    const { id, messages, max_completion_tokens: most = 256 } = JSON.parse(line);
    const text = messages.at(-1).content;
    if (text === 'crash') process.exit(9);
    if (text === 'half')
      return process.stdout.write(`${JSON.stringify({ id, type: 'delta', text })}\n`, () => process.exit(9));
    if (text === 'hold' && plan.holdsAnswers) return undefined;
    if (text === 'fail') return write({ id, type: 'failed', message: 'This cannot be answered.' });
    const words = [folder === 'baseline-1' ? 'base' : 'tuned', ...text.split(' ')];
    const said = words.slice(0, most);
    for (const [index, word] of said.entries()) write({ id, type: 'delta', text: index === 0 ? word : ` ${word}` });
    const usage = { prompt_tokens: words.length - 1, completion_tokens: said.length };
    return write({ id, type: 'completed', finish_reason: said.length < words.length ? 'length' : 'stop', usage });
  });
}
