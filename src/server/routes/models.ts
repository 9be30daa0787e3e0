import type { FastifyInstance } from 'fastify';
import { ApiError, notFound } from '../errors.ts';
import type { ModelStore, UsableModel } from '../models.ts';

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

/** Throws the real service's 404. */
export function requireModel(models: ModelStore, id: string): UsableModel {
  const model = models.get(id);
  if (!model)
    throw notFound(`The model '${id}' does not exist or you do not have access to it.`, 'model', 'model_not_found');
  return model;
}

function modelBody({ id, created, ownedBy }: UsableModel): Record<string, unknown> {
  return { id, object: 'model', created, owned_by: ownedBy, shutdown_date: null };
}
