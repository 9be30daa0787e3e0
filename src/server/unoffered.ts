import { ApiError } from './errors.ts';

/** What the API has and this server does not: how a path below /v1 begins, and what that is. */
const unoffered: readonly (readonly [path: string, name: string])[] = [
  ['assistants', 'assistants'],
  ['audio', 'speech and transcription'],
  ['chat/completions', 'stored chat completions'],
  ['containers', 'containers'],
  ['conversations', 'conversations'],
  ['embeddings', 'embeddings'],
  ['evals', 'evals'],
  ['fine_tuning/checkpoints', 'permissions for checkpoints'],
  ['fine-tunes', 'the fine-tunes of before 2023'],
  ['images', 'images'],
  ['moderations', 'moderations'],
  ['organization', 'the administration of organizations'],
  ['realtime', 'realtime sessions'],
  ['responses', 'responses'],
  ['threads', 'threads'],
  ['vector_stores', 'vector stores'],
  ['videos', 'videos'],
];

const offered = 'files, uploads, models, fine-tuning jobs, graders, chat completions, completions and batches';

/** For a request that no route takes: 501 where it is of the API, 404 where it is nothing. `path` is without its query. */
export function unknownRequest(method: string, path: string): ApiError {
  const name = unoffered.find(([start]) => `${path}/`.startsWith(`/v1/${start}/`))?.[1];
  if (name !== undefined) {
    return new ApiError(501, `This server does not offer ${name}. It offers ${offered}.`, { code: 'not_offered' });
  }
  const message = `Unknown request URL: ${method} ${path}. This server offers ${offered}.`;
  return new ApiError(404, message, { code: 'unknown_url' });
}
