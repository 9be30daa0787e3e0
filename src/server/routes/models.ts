import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors.ts';
import { requireModel, type ModelStore, type UsableModel } from '../models.ts';

interface WithModel {
  Params: { model: string };
}

/** /models: list, retrieve, delete. `deleteModel` also removes the model's folder. */
export function modelRoutes(
  app: FastifyInstance,
  models: ModelStore,
  deleteModel: (model: UsableModel) => Promise<void>,
): void {
  app.get('/models', () => ({ object: 'list', data: models.list().map(modelBody) }));

  app.get<WithModel>('/models/:model', (request) => modelBody(requireModel(models, request.params.model)));

  app.delete<WithModel>('/models/:model', (request) => {
    const model = requireModel(models, request.params.model);
    if (model.folder === undefined) {
      throw new ApiError(403, `The model '${model.id}' belongs to its engine and cannot be deleted.`, {
        param: 'model',
      });
    }
    return deleteModel(model).then(() => ({ id: model.id, object: 'model', deleted: true }));
  });
}

function modelBody({ id, created, ownedBy }: UsableModel): Record<string, unknown> {
  return { id, object: 'model', created, owned_by: ownedBy, shutdown_date: null };
}
