import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Socket } from 'node:net';
import type { Logger } from '../common/logger.ts';
import { ApiError, envelope, toApiError } from './errors.ts';
import { guard, type GuardOptions } from './guard.ts';
import { newId, type RandomText } from './ids.ts';
import { maxJsonBytes, parseJsonBody } from './jsonBody.ts';
import { unknownRequest } from './unoffered.ts';

export interface HttpOptions {
  readonly guard: GuardOptions;
  readonly log: Logger;
  readonly random: RandomText;
  /** Called when a request comes in and when it is done; for the idle clock. */
  readonly onActivity: (openRequests: number) => void;
}

/**
 * An HTTP server with everything that is the same for each route: guard, request id, error envelope, JSON. Routes are
 * added by the caller. Request bodies, queries and headers are never logged.
 */
export function createHttp(options: HttpOptions): FastifyInstance {
  const { log, random } = options;
  const app = fastify({
    logger: false,
    bodyLimit: maxJsonBytes,
    requestIdHeader: false,
    genReqId: () => newId('req_', random),
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // Model ids have up to a hundred characters, three times that when percent-encoded.
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      sendError(reply.header('x-request-id', request.id), error, log);
    },
    clientErrorHandler: (error, socket) => refuseBrokenRequest(error, socket),
  });
  let openRequests = 0;
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    openRequests++;
    reply.raw.once('close', () => options.onActivity(--openRequests));
    options.onActivity(openRequests);
    guard(request, options.guard);
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? '(no route)';
    log.debug(`${request.id} ${request.method} ${route} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`);
  });
  app.setErrorHandler((error, _request, reply) => {
    sendError(reply, error, log);
  });
  app.setNotFoundHandler(({ method, url }, reply) => {
    sendError(reply, unknownRequest(method, url.split('?', 1)[0] ?? ''), log);
  });
  acceptEmptyJson(app);
  app.register(multipart, {
    limits: { files: 1, fields: 10, fieldSize: 1000, parts: 12 },
  });
  return app;
}

function sendError(reply: FastifyReply, thrown: unknown, log: Logger): void {
  const { error, isUnexpected } = toApiError(thrown);
  if (isUnexpected) log.error(`request ${reply.request.id}`, thrown);
  // The official SDKs try these again on their own, but nothing here changes by waiting a second.
  if ([409, 429, 501, 507].includes(error.status)) reply.header('x-should-retry', 'false');
  reply.code(error.status).type('application/json').send(envelope(error));
}

/** Actions are posted with an empty body, often under a JSON content type. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as string));
    } catch (error) {
      done(error as ApiError);
    }
  });
}

/** What Node's parser gives up on is answered on the bare connection. */
function refuseBrokenRequest({ code }: { code?: string }, socket: Socket): void {
  if (!socket.writable) return;
  const isLarge = code === 'HPE_HEADER_OVERFLOW';
  const [status, reason] = isLarge ? [431, 'Request Header Fields Too Large'] : [400, 'Bad Request'];
  const message = isLarge ? 'The headers of the request are too large.' : 'The request is not valid HTTP.';
  const body = JSON.stringify(envelope(new ApiError(status, message)));
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);
}
