import type { FastifyInstance } from 'fastify';
import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { refuseOtherKeys } from '../body.ts';
import { notFound } from '../errors.ts';
import { readLifetime, readPurpose, sentPurposes } from '../filePurpose.ts';
import { fileBody, type FileRow, type FileStore } from '../files.ts';
import { receiveForm, type FormOptions } from '../form.ts';
import { cutPage, readPage, type Query } from '../paging.ts';

/**
 * The description of the API says JSON, which holds for JSON files only. Everything else is bytes, and never a type that a
 * browser would show or run; `application/jsonl` would be JSON to clients that only look how a type begins.
 */
function mediaType(filename: string): string {
  return extname(filename).toLowerCase() === '.json' ? 'application/json' : 'application/octet-stream';
}

/**
 * The first byte that is wanted of a content, for a client that goes on where it stopped: `Range: bytes=N-`. Whatever else
 * is asked for is answered with all of it, as RFC 9110, 14.2 allows.
 */
function startOf(range: string | undefined, bytes: number): number {
  const start = Number(/^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1] ?? 0);
  return start < bytes ? start : 0;
}

/** /files: upload, list, retrieve, content, delete. */
export function fileRoutes(app: FastifyInstance, files: FileStore, maxBytes: number): void {
  const form: FormOptions = {
    fileField: 'file',
    maxBytes,
    receive: (content) => files.receive(content),
    remove: (id) => files.remove(id),
  };
  app.post('/files', (request) =>
    receiveForm(request, form, ({ fields, content, filename }) => {
      refuseOtherKeys(fields, ['purpose', 'expires_after']);
      const purpose = readPurpose(fields, sentPurposes.file, filename);
      return fileBody(files.add(content, filename, purpose, readLifetime(fields)));
    }),
  );

  app.get('/files', (request) => {
    const query = request.query as Query;
    const page = readPage(query, 10_000, 10_000);
    if (page.after !== undefined) requireFile(files, page.after, 'after');
    const { purpose } = query;
    const { data, has_more } = cutPage(files.list(page, typeof purpose === 'string' ? purpose : undefined), page.limit);
    const [first_id, last_id] = [data[0]?.id ?? '', data.at(-1)?.id ?? ''];
    return { object: 'list', data: data.map(fileBody), first_id, last_id, has_more };
  });

  app.get<WithId>('/files/:id', (request) => fileBody(requireFile(files, request.params.id)));

  app.get<WithId>('/files/:id/content', (request, reply) => {
    const { id, bytes, filename } = requireFile(files, request.params.id);
    const start = startOf(request.headers.range, bytes);
    reply.headers({
      'accept-ranges': 'bytes',
      'content-length': bytes - start,
      'x-content-type-options': 'nosniff',
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes - 1}/${bytes}` }),
    });
    const content = createReadStream(files.contentPath(id), { start });
    return reply
      .code(start > 0 ? 206 : 200)
      .type(mediaType(filename))
      .send(content);
  });

  app.delete<WithId>('/files/:id', (request) => {
    const { id } = requireFile(files, request.params.id);
    return files.remove(id).then(() => ({ id, object: 'file', deleted: true }));
  });
}

interface WithId {
  Params: { id: string };
}

function requireFile(files: FileStore, id: string, param = 'id'): FileRow {
  const file = files.get(id);
  if (!file) throw notFound(`No such File object: ${id}`, param);
  return file;
}
