import assert from 'node:assert/strict';
import { isAbort, UserError } from '../../../src/common/errors.ts';
import { LaunchJournal } from '../../../src/jobs/journal.ts';
import { launch } from '../../../src/jobs/launch.ts';
import { aLaunch, aProcess, HurriedClock, launchParts, MemoryFolder } from '../../support/launches.ts';
import { Mortal, seeded, UnreliableService } from '../../support/unreliable.ts';

describe('200 launches at random on services that fail, by processes that are killed', () => {
  for (const keepsMetadata of [true, false]) {
    it(`become one job each, on a service that ${keepsMetadata ? 'keeps' : 'drops'} metadata`, async () => {
      for (let seed = 1; seed <= 100; seed++) await launchOnce(seed, keepsMetadata);
    });
  }

  /** Launches until it is done, as a person would: again after each failure, and again in the next window after a kill. */
  async function launchOnce(seed: number, keepsMetadata: boolean): Promise<void> {
    const random = seeded(seed);
    const clock = new HurriedClock();
    const service = new UnreliableService({ random, clock, keepsMetadata, faults: 0.6 });
    const folder = new MemoryFolder();
    const person = { isDone: false };
    const killed: string[] = [];
    for (let attempt = 1; !person.isDone; attempt++) {
      assert.ok(attempt < 100, `seed ${seed} comes to no end`);
      const clicks = random() < 0.3 ? 2 : 1;
      const process = new Mortal(random() < 0.7 ? 1 + Math.floor(random() * 25) : Infinity, random() < 0.5);
      const parts = launchParts(process.reaching(service), {
        folder: process.reaching(folder),
        clock,
        random,
        processes: aProcess(`process-${attempt}`, killed),
        // The second click is answered with "no", which nobody asks about a launch of a process that was killed.
        ask: async ({ type }) => {
          if (type === 'launchedBefore') person.isDone = true;
          if (type === 'underWay') assert.equal(clicks, 2, `seed ${seed}: asked about a process that was killed`);
          if (type === 'notFound') assert.equal(service.jobs.length, 0, `seed ${seed}: asked though there is a job`);
          return clicks === 1 && !person.isDone ? 'send' : 'leave';
        },
      });
      const launches = Promise.allSettled(Array.from({ length: clicks }, () => launch(aLaunch(), parts)));
      const ended = await Promise.race([launches, process.death]);
      if (ended === 'killed') {
        killed.push(`process-${attempt}`);
        continue;
      }
      for (const each of ended) if (each.status === 'rejected') requireExpected(each.reason, seed);
      if (!ended.some(({ status }) => status === 'fulfilled')) continue;
      assert.deepEqual(await new LaunchJournal(folder).failed('fake'), [], `seed ${seed} leaves files behind`);
      break;
    }
    assert.equal(service.jobs.length, 1, `seed ${seed}`);
  }

  function requireExpected(error: unknown, seed: number): void {
    if (!(error instanceof UserError || isAbort(error))) throw new Error(`seed ${seed}`, { cause: error });
  }
});
