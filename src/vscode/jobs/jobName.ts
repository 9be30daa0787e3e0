import type { Job } from '../../jobs/api.ts';

/** Characters of a name beside which the status still has room in a row. */
const rowLength = 32;
/** The last ones are kept too: names often differ in a date or a number at their end. */
const endLength = 10;

/** What a person calls the job: its suffix, else the model it starts from. */
export function jobName(job: Job): string {
  return job.suffix ?? job.model;
}

/** The same, short enough for a row that has its status behind it. */
export function jobRowName(job: Job): string {
  const characters = Array.from(jobName(job));
  if (characters.length <= rowLength) return jobName(job);
  return [...characters.slice(0, rowLength - endLength - 1), '…', ...characters.slice(-endLength)].join('');
}
