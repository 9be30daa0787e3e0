import type { FastifyInstance } from 'fastify';
import { checkpointBody, type CheckpointStore } from '../jobs/checkpointStore.ts';
import { eventBody, type EventLog } from '../jobs/eventLog.ts';
import type { JobActions } from '../jobs/jobActions.ts';
import { readJobRequest } from '../jobs/jobRequest.ts';
import { jobBody } from '../jobs/jobRow.ts';
import type { JobStore, MetadataFilter } from '../jobs/jobStore.ts';
import { cutPage, readPage, unknownCursor, type Query } from '../paging.ts';

export interface JobRoutesDependencies {
  readonly actions: JobActions;
  readonly jobs: JobStore;
  readonly events: EventLog;
  readonly checkpoints: CheckpointStore;
}

/** Most items of one page of jobs, events or checkpoints; the API names no limit. */
const maxLimit = 1000;

interface WithId {
  Params: { id: string };
}

/** /fine_tuning/jobs: create, list, retrieve, cancel, pause, resume, events, checkpoints. */
export function jobRoutes(app: FastifyInstance, dependencies: JobRoutesDependencies): void {
  const { actions, jobs, events, checkpoints } = dependencies;

  app.post('/fine_tuning/jobs', (request) => jobBody(actions.create(readJobRequest(request.body))));

  app.get('/fine_tuning/jobs', (request) => {
    const query = request.query as Query;
    const page = readPage(query, 20, maxLimit);
    if (page.after !== undefined && !jobs.get(page.after)) throw unknownCursor('job', page.after);
    const { data, has_more } = cutPage(jobs.list(page, readMetadataFilter(query)), page.limit);
    return { object: 'list', data: data.map(jobBody), has_more };
  });

  app.get<WithId>('/fine_tuning/jobs/:id', (request) => jobBody(actions.get(request.params.id)));

  app.post<WithId>('/fine_tuning/jobs/:id/cancel', (request) => actions.cancel(request.params.id).then(jobBody));
  app.post<WithId>('/fine_tuning/jobs/:id/pause', (request) => jobBody(actions.pause(request.params.id)));
  app.post<WithId>('/fine_tuning/jobs/:id/resume', (request) => jobBody(actions.resume(request.params.id)));

  app.get<WithId>('/fine_tuning/jobs/:id/events', (request) => {
    const { id } = actions.get(request.params.id);
    const page = readPage(request.query as Query, 20, maxLimit);
    if (page.after !== undefined && !events.has(id, page.after)) throw unknownCursor('event', page.after);
    const { data, has_more } = cutPage(events.list(id, page), page.limit);
    return { object: 'list', data: data.map(eventBody), has_more };
  });

  app.get<WithId>('/fine_tuning/jobs/:id/checkpoints', (request) => {
    const { id } = actions.get(request.params.id);
    const page = readPage(request.query as Query, 10, maxLimit);
    if (page.after !== undefined && !checkpoints.find(id, page.after)) throw unknownCursor('checkpoint', page.after);
    const { data, has_more } = cutPage(checkpoints.list(id, page), page.limit);
    const [first_id, last_id] = [data[0]?.id ?? null, data.at(-1)?.id ?? null];
    return { object: 'list', data: data.map(checkpointBody), first_id, last_id, has_more };
  });
}

/** `metadata[key]=value` for each pair that a job must have, or `metadata=null` for jobs without metadata. */
function readMetadataFilter(query: Query): MetadataFilter {
  if (query['metadata'] === 'null') return null;
  const pairs: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    const key = /^metadata\[(.*)\]$/s.exec(name)?.[1];
    if (key !== undefined && typeof value === 'string') pairs[key] = value;
  }
  return pairs;
}
