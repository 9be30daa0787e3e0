import { silentLogger } from '../../src/common/logger.ts';
import type { SharedFolder } from '../../src/jobs/folder.ts';
import { Pollers } from '../../src/jobs/pollers.ts';
import { JobStore } from '../../src/jobs/store.ts';
import { settle, type FakeClock } from './fakeClock.ts';
import { fakeConnection, type FakeService } from './jobs.ts';
import { sharedFolder } from './sharedFolder.ts';

/** A window in which somebody looks at the jobs of a remote service, by a clock that is moved on. */
export function watching(clock: FakeClock, service: FakeService, folder: SharedFolder = sharedFolder()) {
  const store = new JobStore();
  const connections = { list: () => [fakeConnection(service)] };
  const tools = { clock, log: silentLogger, random: () => 0.5, onKeyNeeded() {} };
  const pollers = new Pollers({ connections, store, folder, holder: 'window', ...tools });
  /** Lets the time pass, from one planned look to the next. */
  const pass = async (milliseconds: number): Promise<void> => {
    const end = clock.now() + milliseconds;
    await settle();
    while (clock.now() < end) {
      clock.advance(Math.min(clock.nextDelay ?? Number.POSITIVE_INFINITY, end - clock.now()));
      await settle();
    }
  };
  return { store, pollers, pass };
}
