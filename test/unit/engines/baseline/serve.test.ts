import assert from 'node:assert/strict';
import { Learner } from '../../../../src/engines/baseline/learner.ts';
import { supervised } from '../../../../src/engines/baseline/methods/supervised.ts';
import { untrainedModel, type LanguageModel } from '../../../../src/engines/baseline/model.ts';
import { serve } from '../../../../src/engines/baseline/serve.ts';
import type { CompletionEvent, CompletionRequest } from '../../../../src/engines/engine.ts';
import { prepareRows } from '../../../support/baselineModel.ts';
import { animalRows } from '../../../support/engineRun.ts';

async function ask(model: LanguageModel, ...requests: unknown[]): Promise<CompletionEvent[]> {
  const events: CompletionEvent[] = [];
  const input = (async function* (): AsyncGenerator<Buffer> {
    for (const request of requests)
      yield Buffer.from(`${typeof request === 'string' ? request : JSON.stringify(request)}\n`);
  })();
  let seed = 0;
  await serve(model, {
    input,
    async send(line) {
      events.push(JSON.parse(line) as CompletionEvent);
    },
    randomSeed: () => seed++,
  });
  return events;
}

const question = (changes: Partial<CompletionRequest> = {}): CompletionRequest => ({
  id: 'q',
  messages: [{ role: 'user', content: 'A dog goes how?' }],
  temperature: 0,
  ...changes,
});

const textOf = (events: readonly CompletionEvent[], id = 'q'): string =>
  events.map((event) => (event.type === 'delta' && event.id === id ? event.text : '')).join('');

const endOf = (events: readonly CompletionEvent[], id = 'q'): CompletionEvent | undefined =>
  events.findLast((event) => event.id === id);

describe('A trained model', () => {
  let model: LanguageModel;

  before(() => {
    const prepared = prepareRows(supervised, animalRows(16));
    const learner = new Learner(prepared.model);
    for (let round = 0; round < 3; round++) {
      for (const answer of prepared.examples.flat()) {
        learner.accumulate(answer, 1);
        learner.update(0.5);
      }
    }
    model = prepared.model;
  });

  it('answers at temperature 0 with the likeliest tokens, one delta each, and counts them', async () => {
    const events = await ask(model, question());
    assert.deepEqual(
      events.map((event) => (event.type === 'delta' ? event.text : event.type)),
      ['It', ' says', ' woof', '.', 'completed'],
    );
    // Questions are spelled in bytes here: the answers share no word with them.
    const usage = { prompt_tokens: 15, completion_tokens: 5 };
    assert.deepEqual(endOf(events), { id: 'q', type: 'completed', finish_reason: 'stop', usage });
  });

  it('ends at the limit of tokens', async () => {
    const events = await ask(model, question({ max_completion_tokens: 2 }));
    assert.equal(textOf(events), 'It says');
    const usage = { prompt_tokens: 15, completion_tokens: 2 };
    assert.deepEqual(endOf(events), { id: 'q', type: 'completed', finish_reason: 'length', usage });
  });

  it('ends before a stop string', async () => {
    const events = await ask(model, question({ stop: ['ys w'] }));
    assert.equal(textOf(events), 'It sa');
    assert.equal((endOf(events) as { finish_reason?: string }).finish_reason, 'stop');
  });

  for (const temperature of [0.7, 1, 3]) {
    it(`draws the same answer for the same seed at temperature ${temperature}, and others for others`, async () => {
      const seeds = [1, 1, ...Array.from({ length: 20 }, (_, seed) => seed + 2)];
      const requests = seeds.map((seed, index) => question({ id: `q${index}`, seed, temperature, messages: [] }));
      const events = await ask(model, ...requests);
      const answers = requests.map(({ id }) => textOf(events, id));
      assert.equal(answers[0], answers[1]);
      assert.ok(new Set(answers).size > 2);
    });
  }

  it('draws by its probabilities: colder answers are the likely ones', async () => {
    const share = async (temperature: number): Promise<number> => {
      const requests = Array.from({ length: 20 }, (_, index) =>
        question({ id: `q${index}`, temperature, seed: index, max_completion_tokens: 6 }),
      );
      const events = await ask(model, ...requests);
      return requests.filter(({ id }) => textOf(events, id) === 'It says woof.').length / 20;
    };
    const [cold, warm, hot] = [await share(0.2), await share(1), await share(3)];
    assert.ok(cold > 0.95 && warm > 0.3 && warm < 1 && hot < warm);
  });

  it('draws from the likeliest tokens alone that together have top_p', async () => {
    const answers = async (top_p: number, temperature = 2): Promise<ReadonlySet<string>> => {
      const requests = Array.from({ length: 20 }, (_, index) =>
        question({ id: `q${index}`, temperature, top_p, seed: index, max_completion_tokens: 6 }),
      );
      const events = await ask(model, ...requests);
      return new Set(requests.map(({ id }) => textOf(events, id)));
    };
    assert.deepEqual(await answers(0), new Set(['It says woof.']));
    assert.deepEqual(await answers(0.001), new Set(['It says woof.']));
    const [some, all] = [await answers(0.5), await answers(1)];
    assert.ok(some.size > 1 && some.size < all.size, `${some.size} of ${all.size}`);
    assert.deepEqual(await answers(1), all);
  });

  it('draws another answer each time where the request has no seed', async () => {
    const requests = Array.from({ length: 20 }, (_, index) =>
      question({ id: `q${index}`, temperature: 1, messages: [] }),
    );
    const events = await ask(model, ...requests);
    assert.ok(new Set(requests.map(({ id }) => textOf(events, id))).size > 2);
  });

  it('answers many requests in their order, and says which it does not understand', async () => {
    const events = await ask(
      model,
      question({ id: 'a' }),
      'no JSON',
      { id: 'b' },
      { id: 'c', messages: [{}] },
      question({ id: 'd' }),
    );
    const ends = events.filter(({ type }) => type !== 'delta').map(({ id, type }) => [id, type]);
    assert.deepEqual(ends, [
      ['a', 'completed'],
      ['', 'failed'],
      ['b', 'failed'],
      ['c', 'failed'],
      ['d', 'completed'],
    ]);
    assert.equal(textOf(events, 'd'), 'It says woof.');
  });
});

describe('The untrained model', () => {
  it('ends its answers, whatever it says', async () => {
    const [cold] = await ask(untrainedModel(), question());
    assert.equal(cold?.type, 'completed');
    const drawn = await ask(untrainedModel(), question({ temperature: 1, seed: 4, max_completion_tokens: 10_000 }));
    assert.equal((endOf(drawn) as { finish_reason?: string }).finish_reason, 'stop');
  });
});
