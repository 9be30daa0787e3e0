import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { Pins } from '../../jobs/pins.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { Reporter } from '../report.ts';

interface PinnedJobsParts {
  readonly store: JobStore;
  readonly connections: Connections;
  readonly pins: Pins;
  readonly reporter: Reporter;
}

/** Brings pinned jobs that are too old for a service's newest list, as soon as the service answers; each is asked for once. */
export function registerPinnedJobs({ store, connections, pins, reporter }: PinnedJobsParts): Disposable {
  const owned = new DisposableStore();
  const asked = new Set<string>();
  const bring = (): void => {
    for (const { connection, id } of pins.list()) {
      const key = `${connection}/${id}`;
      if (store.connectionState(connection).type !== 'ok' || store.get(connection, id) || asked.has(key)) continue;
      asked.add(key);
      reporter.runQuietly('Asking for a pinned job', async () => {
        const api = await connections.get(connection).open('background');
        store.apply(connection, id, { job: await api.retrieveJob(id) });
      });
    }
  };
  owned.add(store.onDidChange((change) => change.type === 'connection' && bring()));
  owned.add(pins.onDidChange(bring));
  return owned;
}
