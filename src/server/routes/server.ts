import type { FastifyInstance } from 'fastify';
import type { ServerStatus, StorageCleaned, StorageSizes } from '../../common/serverInfo.ts';
import type { Storage } from '../storage/storage.ts';

export interface ServerRoutesDependencies {
  readonly status: () => ServerStatus;
  readonly stop: () => void;
  readonly storage: Storage;
}

/** What is not the API's: who this server is, how it is asked to leave, and what its data folder takes. */
export function serverRoutes(app: FastifyInstance, { status, stop, storage }: ServerRoutesDependencies): void {
  app.get('/server', status);

  app.post('/server/stop', (_request, reply) => {
    // Closing at once would cut the answer off.
    reply.raw.once('finish', stop);
    return reply.code(202).send({ stopping: true });
  });

  app.get('/server/storage', (): Promise<StorageSizes> => storage.sizes());

  app.post('/server/storage/clean', (): Promise<StorageCleaned> =>
    storage.clean().then((freedBytes) => ({ freedBytes })),
  );
}
