import type { FastifyInstance } from 'fastify';
import type { ServerStatus } from '../../common/serverInfo.ts';

/** What is not the API's: who this server is, and how it is asked to leave. */
export function serverRoutes(app: FastifyInstance, status: () => ServerStatus, stop: () => void): void {
  app.get('/server', status);

  app.post('/server/stop', (_request, reply) => {
    // Closing at once would cut the answer off.
    reply.raw.once('finish', stop);
    return reply.code(202).send({ stopping: true });
  });
}
