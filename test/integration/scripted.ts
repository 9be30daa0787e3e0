// Scripted services as connections of the window.
import type { ScriptedService } from '../support/scriptedService.ts';

/** A job of a scripted service, as if somebody had launched it elsewhere. */
export function addJob(service: ScriptedService, id: string, fields: Record<string, unknown> = {}): void {
  service.state.jobs.push({
    id,
    object: 'fine_tuning.job',
    created_at: 1_770_000_000,
    model: 'm-1',
    status: 'running',
    ...fields,
  });
}

/** An entry of the setting `finetune.connections`. */
export const connectionTo = (name: string, { baseUrl }: ScriptedService) => ({
  name,
  kind: 'compatible',
  url: baseUrl,
  authentication: 'none',
});
