// An engine that does one thing wrong: node brokenEngine.mjs HABIT train RUN_FOLDER | serve MODEL_FOLDER
import { writeFileSync } from 'node:fs';

const [habit] = process.argv.slice(2);
const write = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const started = { type: 'started', total_steps: 2, step: 0, hyperparameters: { n_epochs: 1 } };
const metrics = { train_loss: 1, train_mean_token_accuracy: 0 };

const habits = {
  'prints text': () => process.stdout.write('Loading the model...\n'),
  'prints NaN': () => process.stdout.write('{"type": "metrics", "step": 1, "metrics": {"train_loss": NaN}}\n'),
  'never ends a line': () => process.stdout.write('x'.repeat(3 * 1024 * 1024)),
  'makes events up': () => write({ type: 'progress', percent: 3 }),
  'does not say that it starts': () => write({ type: 'metrics', step: 1, total_steps: 2, metrics }),
  'says nothing at all': () => process.exit(0),
  'succeeds without a model': () => {
    write(started);
    write({ type: 'succeeded', trained_tokens: 1 });
  },
  'talks without end': () => {
    for (let line = 0; line < 5000; line++) process.stderr.write(`progress ${line} ${'.'.repeat(3000)}\n`);
    process.stderr.write('', () => process.exit(3));
  },
  'does not pause': () => write(started),
  'tells where it is': () => {
    const names = Object.keys(process.env);
    writeFileSync('seen.json', JSON.stringify({ names, folder: process.cwd(), args: process.argv.slice(2) }));
    process.exit(3);
  },
};

habits[habit]();
// It goes when it is told to, and not before.
process.stdin.resume().on('end', () => process.exit(0));
