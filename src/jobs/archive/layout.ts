/**
 * Where things lie in an archive of a service's fine-tuning jobs. Paths are relative to its folder, with slashes, and hold
 * on every file system: letters, digits, dots, dashes and underscores.
 *
 *     README.md                    what is here, in words
 *     index.json                   what is here, and what could not be had (archiveIndex.ts)
 *     models.json                  the fine-tuned models, a list of what the service sent
 *     .gitattributes .gitignore    git changes no line ends, and leaves out what is not whole
 *     jobs/<date>-<suffix or model>-<id>/
 *       job.json                   the job as the service sent it
 *       events.jsonl               its events as the service sent them, oldest first
 *       checkpoints.json           its checkpoints, a list of what the service sent
 *       metrics.csv                numbers of events, checkpoints and results by step
 *       train.jsonl validation.jsonl results.csv results-2.csv ...
 *       job.finetune.json          a job file (jobFile.ts) that launches it again with the files here
 *     files/<name>-<id>.jsonl      training files that no job uses
 *     <any of them>.part           what came of a file until now: never the whole
 *
 * A name without `.part` is given only to what is whole. Content that several files of the service share is on the disk
 * once: the first place that needs it has it, the others are hard links to it. git stores equal content once by itself, and
 * wherever the folder is copied to, each job still has its files beside it. Where a file system has no links, the other
 * places stay empty, and index.json and job.finetune.json name the first.
 */
import { dayOf } from '../../common/time.ts';
import type { Job } from '../api.ts';

export const archiveFiles = {
  readme: 'README.md',
  index: 'index.json',
  models: 'models.json',
  attributes: '.gitattributes',
  ignore: '.gitignore',
} as const;

/** Names in the folder of a job. */
export const jobFiles = {
  record: 'job.json',
  events: 'events.jsonl',
  checkpoints: 'checkpoints.json',
  metrics: 'metrics.csv',
  training: 'train.jsonl',
  validation: 'validation.jsonl',
  jobFile: 'job.finetune.json',
} as const;

/** The name of a result file; 0-based. Most jobs have one. */
export function resultsName(index: number): string {
  return index === 0 ? 'results.csv' : `results-${index + 1}.csv`;
}

/** The ending of what is not whole. */
export const partEnding = '.part';

/** The file that says that a run is at work here; kept out of git. */
export const claimName = '.archiving';

/** Characters of a name, so that paths stay below what Windows takes (260). */
const longest = { word: 40, id: 64 };

/** The folder of a job that has none yet. `isTaken` knows the folders of the others, without regard to case. */
export function jobFolder(job: Job, isTaken: (folder: string) => boolean): string {
  const day = job.createdAt > 0 ? dayOf(job.createdAt) : 'undated';
  const word = safe(job.suffix ?? job.model, longest.word) || 'job';
  const folder = `jobs/${day}-${word}-${safeId(job.id)}`;
  // Ids that differ in case only are one name on Windows and macOS.
  return isTaken(folder) ? `${folder}-${shortHash(job.id)}` : folder;
}

/** Where a training file lies that no job uses. `name` is what the service calls it. */
export function looseFile(id: string, name: string): string {
  const word = safe(name.replace(/\.[^.]*$/, ''), longest.word) || 'file';
  return `files/${word}-${safeId(id)}-${shortHash(id)}.jsonl`;
}

function safe(text: string, length: number): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, length)
    .replaceAll(/^[-.]+|[-.]+$/g, '');
}

/** As it is where it can be a name, else changed and told apart from others by a hash. */
function safeId(id: string): string {
  const name = safe(id, longest.id);
  return name === id ? name : `${name}-${shortHash(id)}`;
}

/** FNV-1a, 32 bits, hexadecimal: tells names apart, and proves nothing. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
