import type { Connection } from '../../jobs/connections.ts';
import { localConnectionName } from '../../jobs/connectionSettings.ts';
import { LearnedFeatures } from '../../jobs/features.ts';
import type { LocalServer } from '../localServer.ts';

/** The connection to the server that ships with the extension: always there, no key to enter. */
export function localConnection(server: LocalServer): Connection {
  return {
    name: localConnectionName,
    place: 'local',
    kind: 'local',
    target: 'local',
    suffixLimit: 64,
    // Our own server can do everything.
    features: new LearnedFeatures({ get: () => undefined, set: () => undefined }, ''),
    get host() {
      return server.known ? new URL(server.known.origin).host : '127.0.0.1';
    },
    async open(by) {
      // The SDK is large and most windows never talk to a service: load it when one does.
      const { openaiApi } = await import('../../jobs/openaiApi.ts');
      const { origin, key } = await server.connect(by);
      return openaiApi({
        connection: localConnectionName,
        service: 'The local server',
        baseUrl: `${origin}/v1`,
        credentials: () => Promise.resolve({ Authorization: `Bearer ${key}` }),
      });
    },
    wasUsed: () => server.wasUsed(),
    reset: () => server.reset(),
  };
}
