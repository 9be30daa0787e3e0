import assert from 'node:assert/strict';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { UserError } from '../../../../src/common/errors.ts';
import { generate } from '../../../../src/engines/baseline/generate.ts';
import { untrainedModel, type LanguageModel } from '../../../../src/engines/baseline/model.ts';
import { loadModel } from '../../../../src/engines/baseline/modelFolder.ts';
import { train } from '../../../../src/engines/baseline/train.ts';
import { endToken } from '../../../../src/engines/baseline/vocabulary.ts';
import type { TrainEvent } from '../../../../src/engines/engine.ts';
import {
  animalRows,
  chat,
  colourGrader,
  colourRows,
  ofType,
  preferenceRows,
  runFolder,
  trainHere,
  type RunFolder,
} from '../../../support/engineRun.ts';
import { labellingTask } from '../../../support/labellingTask.ts';

function answer(model: LanguageModel, question: string): string {
  const messages = [{ role: 'user', content: question }];
  return Array.from(generate(model, { messages, temperature: 0 }, 1)).join('');
}

async function filesOf(folder: RunFolder, ...names: string[]): Promise<Record<string, string>> {
  const files = await readdir(folder.file(...names));
  const contents = files.map(async (name) => [name, (await folder.read(...names, name)).toString('base64')] as const);
  return Object.fromEntries(await Promise.all(contents));
}

const once = { n_epochs: 1 };

const steps = (events: readonly TrainEvent[]): number[] => ofType(events, 'metrics').map(({ step }) => step);

describe('A training run', () => {
  it('tells its steps, measures, checkpoints at the ends of epochs, and leaves a model that has learned', async () => {
    await using folder = await runFolder({
      training: animalRows(16),
      validation: animalRows(4),
      hyperparameters: { n_epochs: 3, batch_size: 3, learning_rate_multiplier: 'auto' },
    });
    const events = await trainHere(folder);
    const hyperparameters = { n_epochs: 3, batch_size: 3, learning_rate_multiplier: 1 };
    assert.deepEqual(events[0], { type: 'started', total_steps: 18, step: 0, hyperparameters });
    assert.deepEqual(
      steps(events),
      Array.from({ length: 18 }, (_, index) => index + 1),
    );
    const checkpoints = ofType(events, 'checkpoint');
    assert.deepEqual(
      checkpoints.map(({ step, epoch }) => [step, epoch]),
      [
        [6, 1],
        [12, 2],
        [18, 3],
      ],
    );
    const metrics = ofType(events, 'metrics').map((event) => event.metrics);
    assert.ok(metrics[17]!.train_loss! < metrics[0]!.train_loss! / 3);
    assert.ok(metrics[17]!.train_mean_token_accuracy! > metrics[0]!.train_mean_token_accuracy!);
    assert.ok(metrics.every(({ valid_loss }) => valid_loss! > 0));
    const whole = metrics.map(({ full_valid_loss: loss }) => loss);
    assert.deepEqual(
      whole.flatMap((loss, index) => (loss === undefined ? [] : [index + 1])),
      [6, 12, 18],
    );
    assert.ok(whole[17]! < whole[5]!);
    assert.deepEqual(checkpoints[2]!.metrics, metrics[17]);
    // Five words, the full stop's and the end's among them, of each of 16 answers.
    assert.deepEqual(events.at(-1), { type: 'succeeded', trained_tokens: 3 * 16 * 5 });
    const model = await loadModel(folder.file('model'));
    assert.equal(answer(model, 'How does a cow go?'), 'It says moo.');
    assert.deepEqual(await filesOf(folder, 'model'), await filesOf(folder, 'checkpoints', '18'));
  });

  it('measures a batch before it learns it: to the untrained model every decision is a coin toss', async () => {
    await using folder = await runFolder({
      training: [chat(['user', 'a'], ['assistant', 'xyz'])],
      hyperparameters: once,
    });
    const [first] = ofType(await trainHere(folder), 'metrics');
    const { tree, vocabulary } = await loadModel(folder.file('model'));
    const ways = [...vocabulary.encode('xyz'), endToken].map((token) => tree.starts[token + 1]! - tree.starts[token]!);
    const decisions = ways.reduce((sum, length) => sum + length, 0) / ways.length;
    assert.ok(Math.abs(first!.metrics.train_loss! - decisions * Math.LN2) < 1e-12);
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const results: string[] = [];
    for (const seed of [1, 1, 2]) {
      await using folder = await runFolder({ seed, hyperparameters: once });
      const events = await trainHere(folder);
      results.push(JSON.stringify([events, await filesOf(folder, 'model')]));
    }
    assert.equal(results[0], results[1]);
    assert.notEqual(results[0], results[2]);
  });

  it('takes larger steps for a larger learning rate', async () => {
    const losses: number[] = [];
    for (const learning_rate_multiplier of [0.01, 0.1, 1]) {
      await using folder = await runFolder({ hyperparameters: { n_epochs: 2, learning_rate_multiplier } });
      losses.push(ofType(await trainHere(folder), 'metrics').at(-1)!.metrics.train_loss!);
    }
    assert.ok(losses[0]! > losses[1]! && losses[1]! > losses[2]!);
  });

  it('learns every assistant message whose weight is not 0, and no other', async () => {
    const row = (weight: number): object => ({
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'one one', weight },
        { role: 'user', content: 'second' },
        { role: 'assistant', content: 'two two' },
      ],
    });
    const tokens: number[] = [];
    for (const weight of [0, 1]) {
      await using folder = await runFolder({ training: [row(weight), row(weight)], hyperparameters: { n_epochs: 1 } });
      const [{ trained_tokens } = { trained_tokens: 0 }] = ofType(await trainHere(folder), 'succeeded');
      tokens.push(trained_tokens);
    }
    assert.deepEqual(tokens, [6, 12]);
  });

  it('starts from a model of another job and learns new words; what it knew counts from the first step', async () => {
    await using first = await runFolder({ training: animalRows(16), hyperparameters: { n_epochs: 4 } });
    await trainHere(first);
    const rows = Array.from({ length: 12 }, (_, index) =>
      index % 2
        ? chat(['user', 'And the horse?'], ['assistant', 'It says neigh.'])
        : chat(['user', 'A sheep?'], ['assistant', 'Baa baa.']),
    );
    await using second = await runFolder({
      training: rows,
      base_folder: first.file('model'),
      hyperparameters: { n_epochs: 3 },
    });
    const events = await trainHere(second);
    const model = await loadModel(second.file('model'));
    assert.equal(answer(model, 'And the horse?'), 'It says neigh.');
    assert.equal(answer(model, 'A sheep?'), 'Baa baa.');
    assert.ok(ofType(events, 'metrics').at(-1)!.metrics.train_loss! < 0.2);
    assert.equal(model.rarity.prompts, 16 + 12);
    await using third = await runFolder({
      training: animalRows(4),
      base_folder: first.file('model'),
      hyperparameters: once,
    });
    const [again] = ofType(await trainHere(third), 'metrics');
    assert.equal(again!.metrics.train_mean_token_accuracy, 1);
  });

  it('labels nine of ten new messages rightly with its own hyperparameters, the untrained model none', async () => {
    const { training, heldOut } = labellingTask(300, 1);
    await using folder = await runFolder({ training });
    await trainHere(folder);
    const share = (model: LanguageModel): number =>
      heldOut.filter(({ messages }) => answer(model, messages[1]!.content) === messages[2]!.content).length /
      heldOut.length;
    assert.ok(share(await loadModel(folder.file('model'))) >= 0.9);
    assert.ok(share(untrainedModel()) <= 0.1);
  });
});

const hyperparameters = { n_epochs: 3, batch_size: 3 };
const stopped = {
  supervised: { training: animalRows(10), validation: animalRows(5), hyperparameters },
  dpo: { method: 'dpo', training: preferenceRows(10), validation: preferenceRows(5), hyperparameters },
  reinforcement: {
    method: 'reinforcement',
    grader: colourGrader,
    training: colourRows(10),
    validation: colourRows(5),
    hyperparameters,
  },
} as const;

/** Metrics and checkpoints, each once. */
const distinct = (...parts: TrainEvent[][]): string[] => [
  ...new Set(
    parts
      .flatMap((events) => [...ofType(events, 'metrics'), ...ofType(events, 'checkpoint')])
      .map((event) => JSON.stringify(event)),
  ),
];

for (const [method, options] of Object.entries(stopped))
  describe(`A ${method} run that is stopped`, () => {
    let whole: TrainEvent[];
    let model: Record<string, string>;

    before(async () => {
      await using folder = await runFolder(options);
      whole = await trainHere(folder);
      model = await filesOf(folder, 'model');
    });

    for (const pauseAfter of [1, 3, 5, 9]) {
      it(`goes on after a pause at event ${pauseAfter} as if it had not been`, async () => {
        await using folder = await runFolder(options);
        const first = await trainHere(folder, { pauseAfter });
        const step = steps(first).at(-1) ?? 0;
        assert.deepEqual(first.at(-1), { type: 'paused', step });
        const second = await trainHere(folder);
        assert.equal(ofType(second, 'started')[0]!.step, step);
        // Nothing is missing in what the second process tells, even where the first one's events were never read.
        assert.deepEqual(distinct(second), distinct(whole));
        assert.deepEqual(second.at(-1), whole.at(-1));
        assert.deepEqual(distinct(first, second).sort(), distinct(whole).sort());
        assert.deepEqual(await filesOf(folder, 'model'), model);
      });
    }

    it('succeeds where the pause comes after the last step', async () => {
      await using folder = await runFolder(options);
      assert.equal((await trainHere(folder, { pauseAfter: 15 })).at(-1)!.type, 'succeeded');
    });

    for (const dieAfter of [2, 6, 16]) {
      it(`goes on from its last checkpoint when it is killed after event ${dieAfter}`, async () => {
        await using folder = await runFolder(options);
        const first = await trainHere(folder, { dieAfter });
        const second = await trainHere(folder);
        const { step } = ofType(second, 'started')[0]!;
        assert.equal(
          step,
          [0, 4, 8, 12].findLast((end) => end <= steps(first).length),
        );
        assert.deepEqual(distinct(second), distinct(whole));
        assert.deepEqual(second.at(-1), whole.at(-1));
        assert.deepEqual(distinct(first, second).sort(), distinct(whole).sort());
        assert.deepEqual(await filesOf(folder, 'model'), model);
      });
    }

    it('is not told of checkpoints again that somebody removed', async () => {
      await using folder = await runFolder(options);
      await trainHere(folder, { pauseAfter: 12 });
      await using copy = await runFolder(options);
      await cp(folder.file('state'), copy.file('state'));
      await cp(folder.file('checkpoints', '8'), copy.file('checkpoints', '8'), { recursive: true });
      assert.deepEqual(
        ofType(await trainHere(copy), 'checkpoint').map(({ step }) => step),
        [8, 12],
      );
    });
  });

describe('A run whose step is long', () => {
  const words = Array.from({ length: 5000 }, (_, index) => `word${index % 7}`).join(' ');
  const training = [chat(['user', 'long'], ['assistant', words])];
  const pair = { ...(preferenceRows(1)[0] as object), preferred_output: [{ role: 'assistant', content: words }] };
  const cases = {
    supervised: { training, hyperparameters: once },
    dpo: { method: 'dpo', training: [pair], hyperparameters: once },
  } as const;
  for (const [method, options] of Object.entries(cases)) {
    it(`pauses in the middle of an answer of ${method} and does the step again`, async () => {
      await using undisturbed = await runFolder(options);
      await trainHere(undisturbed);
      await using folder = await runFolder(options);
      assert.deepEqual((await pauseAtBreath(folder, 4)).at(-1), { type: 'paused', step: 0 });
      assert.equal((await trainHere(folder)).at(-1)!.type, 'succeeded');
      assert.deepEqual(await filesOf(folder, 'model'), await filesOf(undisturbed, 'model'));
    });
  }

  it('pauses while its data is still read', async () => {
    await using folder = await runFolder({ training: animalRows(10) });
    await trainHere(folder, { pauseAfter: 3 });
    assert.deepEqual(await trainHere(folder, { pauseAfter: 0 }), [{ type: 'paused', step: 2 }]);
    assert.equal(ofType(await trainHere(folder), 'started')[0]!.step, 2);
  });
});

describe('A run that is paused while it measures', () => {
  it('pauses in the middle of the validation at the end of an epoch and tells that step afterwards', async () => {
    await using undisturbed = await runFolder(stopped.supervised);
    const whole = await trainHere(undisturbed);
    await using folder = await runFolder(stopped.supervised);
    // Step 4 ends the epoch; its event comes after the validation.
    const first = await pauseWhileMeasuring(folder, 4);
    assert.deepEqual(first.at(-1), { type: 'paused', step: 4 });
    assert.deepEqual(steps(first), [1, 2, 3]);
    assert.deepEqual(distinct(await trainHere(folder)), distinct(whole));
    assert.deepEqual(await filesOf(folder, 'model'), await filesOf(undisturbed, 'model'));
  });
});

/** Asks for a pause at the second breath after the update of a step, which is in the validation where that ends an epoch. */
function pauseWhileMeasuring(folder: RunFolder, step: number): Promise<TrainEvent[]> {
  // Each step of this run breathes once before it, once an example and once a validation example.
  const upToUpdate = [0, 7, 14, 21, 24];
  return pauseAtBreath(folder, upToUpdate[step]! + 3);
}

/** Asks for a pause at a breath (1-based) of training; reading the data breathes as well, before that. */
async function pauseAtBreath(folder: RunFolder, breath: number): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  let breaths = 0;
  await train(folder.path, {
    async send(line) {
      events.push(JSON.parse(line) as TrainEvent);
    },
    breathe() {
      if (events.length > 0) breaths++;
      return undefined;
    },
    get isPauseWanted() {
      return breaths >= breath;
    },
  });
  return events;
}

describe('A run that cannot start', () => {
  const secret = 'my secret complaint';
  const good = JSON.stringify(chat(['user', secret], ['assistant', secret]));
  const cases: [name: string, options: Parameters<typeof runFolder>[0], code: string, words: RegExp][] = [
    [
      'a line that is no JSON',
      { training: `${good}\n\n{"messages": "${secret}\n` },
      'invalid_json',
      /Line 3 of train\.jsonl/,
    ],
    ['a line of something else', { training: `${good}\n["${secret}"]\n` }, 'invalid_row', /line 2 of train\.jsonl/],
    ['an empty file', { training: '' }, 'no_examples', /no assistant message/],
    ['no answer to learn', { training: [chat(['user', secret])] }, 'no_examples', /no assistant message/],
    ['a bad validation file', { validation: [3] }, 'invalid_row', /line 1 of validation\.jsonl/],
    ['an unknown method', { method: 'other' as 'dpo' }, 'unsupported_method', /method of the job/],
    ['rows of another method', { method: 'dpo', training: [chat(['user', secret])] }, 'invalid_row', /line 1 of train/],
    ['reinforcement without a grader', { method: 'reinforcement' }, 'invalid_request', /grader/],
    [
      'a grader that it cannot run',
      { method: 'reinforcement', grader: { type: 'python' } },
      'unsupported_grader',
      /^python graders/,
    ],
    ['a base that is no model', { base_folder: '/nowhere' }, 'invalid_model', /base model/],
    ['a seed that is no number', { seed: NaN }, 'invalid_request', /seed/],
    ['impossible hyperparameters', { hyperparameters: { batch_size: 0 } }, 'invalid_hyperparameter', /batch_size/],
  ];
  for (const [name, options, code, words] of cases) {
    it(`says so for ${name}`, async () => {
      await using folder = await runFolder(options);
      await assert.rejects(trainHere(folder), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, code);
        assert.match(error.text, words);
        assert.ok(!error.text.includes('secret'));
        return true;
      });
    });
  }

  it('says so for a base model of another engine', async () => {
    await using first = await runFolder({ hyperparameters: once });
    await trainHere(first);
    const file = JSON.parse((await first.read('model', 'model.json')).toString()) as object;
    await writeFile(first.file('model', 'model.json'), JSON.stringify({ ...file, kind: 'other' }));
    await using second = await runFolder({ base_folder: first.file('model') });
    await assert.rejects(trainHere(second), (error) => error instanceof UserError && error.code === 'invalid_model');
  });

  it('says so for a folder that is not there', async () => {
    const folder = { ...(await runFolder()), path: '/nowhere' };
    await assert.rejects(trainHere(folder), (error) => error instanceof UserError && error.code === 'invalid_request');
    await folder[Symbol.asyncDispose]();
  });
});
