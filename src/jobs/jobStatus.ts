import type { Job } from './api.ts';

const terminal = new Set(['succeeded', 'failed', 'cancelled', 'canceled']);

/** What can be asked of a job. */
export type JobAction = 'pause' | 'resume' | 'cancel';

/** True when nothing more will happen by itself or by asking. Unknown statuses are not terminal. */
export function isTerminal({ status }: Pick<Job, 'status'>): boolean {
  return terminal.has(status);
}

/** True when something may change without anybody asking, so that the job is worth polling. */
export function isActive(job: Job): boolean {
  return !isTerminal(job) && job.status !== 'paused';
}

/** What may be asked of the job in its present status. */
export function allowedActions(job: Job): readonly JobAction[] {
  switch (job.status) {
    case 'running':
      return ['pause', 'cancel'];
    case 'paused':
      return ['resume', 'cancel'];
    default:
      return isTerminal(job) ? [] : ['cancel'];
  }
}
