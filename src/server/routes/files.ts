import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createReadStream } from 'node:fs';
import type { ReceivedContent } from '../content.ts';
import { badRequest, notFound } from '../errors.ts';
import type { FileRow, FileStore } from '../files.ts';
import { cutPage, readPage, type Query } from '../paging.ts';

const uploadPurposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals'];

/** /files: upload, list, retrieve, content, delete. */
export function fileRoutes(app: FastifyInstance, files: FileStore): void {
  app.post('/files', (request) => receiveUpload(request, files).then(fileBody));

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
    const { id, bytes } = requireFile(files, request.params.id);
    // Never a type that a browser would show or run.
    reply.headers({ 'content-length': bytes, 'x-content-type-options': 'nosniff' });
    return reply.type('application/octet-stream').send(createReadStream(files.contentPath(id)));
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

function fileBody(row: FileRow): Record<string, unknown> {
  const { id, bytes, created_at, filename, purpose } = row;
  return { object: 'file', id, bytes, created_at, filename, purpose, status: 'processed' };
}

/** The form's parts come in any order, so the content is on the disk before all of it can be judged. */
async function receiveUpload(request: FastifyRequest, files: FileStore): Promise<FileRow> {
  const fields = new Map<string, unknown>();
  let content: ReceivedContent | undefined;
  let filename = '';
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields.set(part.fieldname, part.value);
      else if (part.fieldname === 'file') {
        filename = part.filename;
        content = await files.receive(part.file);
      } else throw badRequest(`Unknown parameter: '${part.fieldname}'.`, part.fieldname, 'unknown_parameter');
    }
    if (!content) throw badRequest(`Missing required parameter: 'file'.`, 'file', 'missing_required_parameter');
    return files.add(content, filename, readPurpose(fields, filename));
  } catch (error) {
    if (content) await files.remove(content.id);
    throw error;
  }
}

function readPurpose(fields: ReadonlyMap<string, unknown>, filename: string): string {
  const purpose = fields.get('purpose');
  if (typeof purpose !== 'string') {
    throw badRequest(`Missing required parameter: 'purpose'.`, 'purpose', 'missing_required_parameter');
  }
  if (!uploadPurposes.includes(purpose)) {
    const message = `Invalid value for 'purpose'. Supported values are: ${uploadPurposes.map((name) => `'${name}'`).join(', ')}.`;
    throw badRequest(message, 'purpose', 'invalid_value');
  }
  if (purpose === 'fine-tune' && !filename.toLowerCase().endsWith('.jsonl')) {
    throw badRequest('Invalid file name: a file for fine-tuning must end in .jsonl.', 'file', 'invalid_file_extension');
  }
  return purpose;
}
