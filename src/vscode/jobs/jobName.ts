import type { Job } from '../../jobs/api.ts';

/** What a person calls the job: its suffix, else the model it starts from. */
export function jobName(job: Job): string {
  return job.suffix ?? job.model;
}
