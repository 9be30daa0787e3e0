import type { FastifyInstance } from 'fastify';
import type { Service } from '../service.ts';
import { batchRoutes } from './batches.ts';
import { chatRoutes } from './chat.ts';
import { fileRoutes } from './files.ts';
import { graderRoutes } from './graders.ts';
import { jobRoutes } from './jobs.ts';
import { modelRoutes } from './models.ts';
import { uploadRoutes } from './uploads.ts';

/** All of the API, below `/v1`. `maxUploadBytes` is the most that one file may have. */
export function apiRoutes(v1: FastifyInstance, service: Service, maxUploadBytes: number): void {
  const { files, uploads, jobActions, jobs, events, checkpoints, models, removal, answers } = service;
  fileRoutes(v1, files, maxUploadBytes);
  uploadRoutes(v1, uploads);
  jobRoutes(v1, { actions: jobActions, jobs, events, checkpoints });
  modelRoutes(v1, models, (model) => removal.remove(model));
  chatRoutes(v1, answers);
  batchRoutes(v1, service.batchActions, service.batches);
  graderRoutes(v1);
}
