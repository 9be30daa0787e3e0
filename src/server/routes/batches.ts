import type { FastifyInstance } from 'fastify';
import type { BatchActions } from '../batches/batchActions.ts';
import { readBatchRequest } from '../batches/batchRequest.ts';
import { batchBody } from '../batches/batchRow.ts';
import type { BatchStore } from '../batches/batchStore.ts';
import { cutPage, readPage, unknownCursor, type Query } from '../paging.ts';

/** Most batches of one page (API reference, "List batch", 2026-08-21). */
const maxLimit = 100;

interface WithId {
  Params: { id: string };
}

/** /batches: create, list, retrieve, cancel. */
export function batchRoutes(app: FastifyInstance, actions: BatchActions, batches: BatchStore): void {
  app.post('/batches', (request) => batchBody(actions.create(readBatchRequest(request.body))));

  app.get('/batches', (request) => {
    const page = readPage(request.query as Query, 20, maxLimit);
    if (page.after !== undefined && !batches.get(page.after)) throw unknownCursor('batch', page.after);
    const { data, has_more } = cutPage(batches.list(page), page.limit);
    const [first_id, last_id] = [data[0]?.id, data.at(-1)?.id];
    return { object: 'list', data: data.map(batchBody), first_id, last_id, has_more };
  });

  app.get<WithId>('/batches/:id', (request) => batchBody(actions.get(request.params.id)));

  app.post<WithId>('/batches/:id/cancel', (request) => batchBody(actions.cancel(request.params.id)));
}
