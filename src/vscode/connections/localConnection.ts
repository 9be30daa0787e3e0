import type { Connection } from '../../jobs/connections.ts';
import type { LocalServer } from '../localServer.ts';

/** Name under which settings and job files refer to the local server. */
export const localConnectionName = 'local';

/** The connection to the server that ships with the extension: always there, no key to enter. */
export function localConnection(server: LocalServer): Connection {
  return {
    name: localConnectionName,
    kind: 'local',
    get host() {
      return server.known ? new URL(server.known.origin).host : '127.0.0.1';
    },
    async open(by) {
      // The SDK is large and most windows never talk to a service: load it when one does.
      const { openaiApi } = await import('../../jobs/openaiApi.ts');
      const { origin, key } = await server.connect(by);
      return openaiApi({ name: 'The local server', baseUrl: `${origin}/v1`, key });
    },
    wasUsed: () => server.wasUsed(),
    reset: () => server.reset(),
  };
}
