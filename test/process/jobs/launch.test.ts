import assert from 'node:assert/strict';
import { isAbort, UserError } from '../../../src/common/errors.ts';
import type { RemoteKind } from '../../../src/jobs/connectionSettings.ts';
import { tokenKey } from '../../../src/jobs/findLaunched.ts';
import { launch } from '../../../src/jobs/launch.ts';
import { aLaunch, aProcess, HurriedClock, launchParts, MemoryFolder } from '../../support/launches.ts';
import { apiOf } from '../../support/scriptedApi.ts';
import {
  classicAzure,
  foundryAzure,
  htmlPage,
  refusal,
  ScriptedService,
  slowDown,
  trainingNotAvailable,
  type ScriptedOptions,
  type Trouble,
} from '../../support/scriptedService.ts';
import { Mortal, seeded } from '../../support/unreliable.ts';

/** What may go wrong with a request, at any byte of what is sent and answered. */
function randomTrouble(random: () => number): Trouble {
  const byte = (most: number): number => Math.floor(random() * most);
  const isDone = random() < 0.5;
  const troubles: readonly (() => Trouble)[] = [
    () => ({ type: 'cutRequest', after: byte(200) }),
    () => ({ type: 'cutAnswer', after: byte(400), isDone }),
    () => ({ type: 'stall', after: byte(400), isDone }),
    () => ({ type: 'answer', ...htmlPage(502, 'Bad Gateway') }),
    () => ({ type: 'answer', ...slowDown(1) }),
    () => ({ type: 'answer', ...refusal(503, 'The server is overloaded.', { code: 'server_is_overloaded' }) }),
    () => ({ type: 'answer', ...refusal(429, 'No credit.', { code: 'credit_balance_exhausted' }) }),
    () => ({ type: 'answer', ...trainingNotAvailable }),
    () => ({ type: 'trickle' }),
  ];
  return (troubles[byte(troubles.length)] ?? troubles[0])?.() ?? { type: 'trickle' };
}

/** Services as they were seen to differ, and how many launches at random each is to bear. */
const services: readonly (readonly [name: string, launches: number, ScriptedOptions, RemoteKind])[] = [
  ['OpenAI', 20, {}, 'openai'],
  ['a service that drops metadata', 20, { dropsMetadata: true }, 'compatible'],
  ['Azure with classic addresses, which looks at files first', 10, { ...classicAzure, pendingLooks: 1 }, 'azure'],
  ['Azure with v1 addresses', 10, foundryAzure, 'azure'],
  [
    'a gateway with ids of its own and few of the endpoints',
    10,
    { opaqueIds: true, lacks: { pause: 404, resume: 404, events: 404, checkpoints: 404, uploads: 404, models: 404 } },
    'compatible',
  ],
  [
    'a service that ignores filters, with ISO times, empty errors and no word on more pages',
    10,
    { filters: 'ignored', isoTimes: true, noError: { code: null, message: null, param: null }, hidesMore: true },
    'compatible',
  ],
  ['a service that refuses filters', 10, { filters: 'refused', noError: {}, firstStatus: 'QUEUED' }, 'compatible'],
];

describe('Launches over HTTP', () => {
  for (const [name, launches, options, kind] of services) {
    it(`that are cut, stalled and killed at random become one job each, on ${name}`, async function () {
      this.timeout(240_000);
      for (let seed = 1; seed <= launches; seed++) await launchOnce(seed, options, kind);
    });
  }

  async function launchOnce(seed: number, options: ScriptedOptions, kind: RemoteKind): Promise<void> {
    const random = seeded(seed);
    const service = await ScriptedService.start(options);
    const folder = new MemoryFolder();
    const clock = new HurriedClock();
    try {
      const person = { isDone: false };
      const killed: string[] = [];
      for (let attempt = 1; !person.isDone; attempt++) {
        assert.ok(attempt < 30, `seed ${seed} comes to no end`);
        service.calm();
        // Enough trouble for this attempt, and an end of it for the next ones.
        for (const path of ['POST /files', 'POST /fine_tuning/jobs', 'GET /fine_tuning/jobs']) {
          const trouble = randomTrouble(random);
          // An upload that stalls is given up after minutes only.
          const isLong = path === 'POST /files' && trouble.type === 'stall';
          if (random() < 0.6 && !isLong) service.next(path, trouble);
        }
        const process = new Mortal(random() < 0.5 ? 1 + Math.floor(random() * 20) : Infinity, random() < 0.5);
        const api = apiOf(service, kind, options.apiVersion || undefined, 1000);
        const parts = launchParts(process.reaching(api), {
          folder: process.reaching(folder),
          clock,
          random,
          processes: aProcess(`process-${attempt}`, killed),
          ask: async ({ type }) => {
            if (type === 'launchedBefore') person.isDone = true;
            if (type === 'notFound') assert.equal(service.state.jobs.length, 0, `seed ${seed}`);
            return person.isDone ? 'leave' : 'send';
          },
        });
        const launching = launch(aLaunch({ request: { model: 'gpt-4.1-mini-2025-04-14' } }), parts);
        const ended = await Promise.race([Promise.allSettled([launching]), process.death]);
        if (ended === 'killed') {
          killed.push(`process-${attempt}`);
          continue;
        }
        const [end] = ended;
        if (end.status === 'fulfilled') break;
        if (!(end.reason instanceof UserError || isAbort(end.reason))) throw end.reason;
      }
      assert.equal(service.state.jobs.length, 1, `seed ${seed}`);
    } finally {
      await service.stop();
    }
  }

  it('send one request to create a job, with the token, and none of the SDK’s own again', async () => {
    const service = await ScriptedService.start();
    try {
      service.always('POST /fine_tuning/jobs', { type: 'answer', ...htmlPage(500, 'Oops') });
      const parts = launchParts(apiOf(service), { newToken: () => 'token-http' });
      await assert.rejects(launch(aLaunch(), parts), { code: 'launch.uncertain' });
      assert.equal(service.count('POST /fine_tuning/jobs'), 1);
      const sent = service.requests.find(({ method, url }) => method === 'POST' && url.endsWith('/jobs'));
      const body = JSON.parse(sent?.body ?? '{}') as { metadata?: Record<string, string> };
      assert.deepEqual(body.metadata, { [tokenKey]: 'token-http' });
      assert.ok(
        service.requests.some(({ url }) => decodeURIComponent(url).includes(`metadata[${tokenKey}]=token-http`)),
      );
    } finally {
      await service.stop();
    }
  });
});
