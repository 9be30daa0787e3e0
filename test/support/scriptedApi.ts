import { openaiApi } from '../../src/jobs/openaiApi.ts';
import { keyHeaders, type RemoteKind } from '../../src/jobs/connectionSettings.ts';
import type { JobsApi, ServiceApi } from '../../src/jobs/api.ts';
import type { ScriptedService } from './scriptedService.ts';

/** Our client of a scripted service, as a connection named Acme. */
export function apiOf(
  service: ScriptedService,
  kind: RemoteKind = 'compatible',
  apiVersion?: string,
  requestTimeout?: number,
): ServiceApi {
  return openaiApi({
    connection: 'Acme',
    service: `Acme (${service.host})`,
    baseUrl: service.baseUrl,
    apiVersion,
    requestTimeout,
    credentials: () => Promise.resolve(keyHeaders(kind, service.key)),
  });
}

/** A training file that is good enough for a service that does not look into it. */
export const smallFile = (): File => new File(['{"messages": []}\n'], 'train.jsonl', { type: 'application/jsonl' });

/** A job, created with a file of its own. */
export async function createSmallJob(api: JobsApi) {
  const file = await api.uploadFile(smallFile());
  return api.createJob({ model: 'gpt-4.1-mini-2025-04-14', training_file: file.id });
}
