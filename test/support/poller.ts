import type { UserError } from '../../src/common/errors.ts';
import { silentLogger } from '../../src/common/logger.ts';
import type { JobEvent } from '../../src/jobs/api.ts';
import type { Connection } from '../../src/jobs/connections.ts';
import { Poller } from '../../src/jobs/poller.ts';
import { SharedJobs } from '../../src/jobs/sharedJobs.ts';
import { JobStore } from '../../src/jobs/store.ts';
import { FakeClock, settle } from './fakeClock.ts';
import { anEvent, fakeConnection, FakeService } from './jobs.ts';
import { sharedFolder } from './sharedFolder.ts';

/** A poller of one connection, to a service that holds what a test puts there. */
export function startPoller(fields: Partial<Connection> = {}) {
  const service = new FakeService();
  const store = new JobStore();
  const clock = new FakeClock();
  let resets = 0;
  const connection = fakeConnection(service, { reset: () => resets++, ...fields });
  const keysNeeded: string[] = [];
  const onKeyNeeded = ({ code }: UserError): number => keysNeeded.push(code);
  const tools = { connection, store, clock, log: silentLogger };
  const shared = new SharedJobs({ ...tools, folder: sharedFolder(), holder: 'window' });
  const poller = new Poller({ ...tools, shared, random: () => 0, onKeyNeeded });
  const count = (what: string): number => service.requests.filter((request) => request === what).length;
  /** Lets the clock go on to the next look that is planned, so many times. */
  const goOn = async (looks = 1): Promise<void> => {
    for (let i = 0; i < looks; i++) {
      clock.advance(clock.nextDelay ?? 0);
      await settle();
    }
  };
  const wake = async (): Promise<void> => {
    poller.wake();
    await settle();
  };
  const events = (id = 'ftjob-1'): readonly JobEvent[] => store.get('fake', id)?.events ?? [];
  const addEvents = (id: string, amount: number): void => {
    const known = service.events.get(id)?.length ?? 0;
    for (let i = known; i < known + amount; i++) service.addEvent(id, anEvent(`e${i}`, { createdAt: 1000 + i }));
  };
  const state = () => store.connectionState('fake');
  return {
    service,
    store,
    clock,
    poller,
    count,
    goOn,
    wake,
    events,
    addEvents,
    state,
    keysNeeded,
    resets: () => resets,
  };
}
