import type { FastifyInstance } from 'fastify';
import { refuseOtherKeys } from '../body.ts';
import { receiveForm, type FormOptions } from '../form.ts';
import { readCompletionRequest, readUploadRequest, uploadLimits } from '../uploads/uploadRequest.ts';
import type { Uploads } from '../uploads/uploads.ts';

interface WithId {
  Params: { id: string };
}

/** /uploads: create, parts, complete, cancel. */
export function uploadRoutes(app: FastifyInstance, uploads: Uploads): void {
  const form: FormOptions = {
    fileField: 'data',
    maxBytes: uploadLimits.partBytes,
    receive: (content) => uploads.receive(content),
    remove: (id) => uploads.remove(id),
  };

  app.post('/uploads', (request) => uploads.body(uploads.create(readUploadRequest(request.body))));

  app.post<WithId>('/uploads/:id/parts', (request) => {
    uploads.requireOpen(request.params.id);
    return receiveForm(request, form, ({ fields, content }) => {
      refuseOtherKeys(fields, []);
      const { id, created_at, upload_id } = uploads.addPart(request.params.id, content);
      return { id, object: 'upload.part', created_at, upload_id };
    });
  });

  app.post<WithId>('/uploads/:id/complete', (request) =>
    uploads.complete(request.params.id, readCompletionRequest(request.body)).then((upload) => uploads.body(upload)),
  );

  app.post<WithId>('/uploads/:id/cancel', (request) =>
    uploads.cancel(request.params.id).then((upload) => uploads.body(upload)),
  );
}
