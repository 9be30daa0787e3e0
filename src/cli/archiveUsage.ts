import { parseArgs } from 'node:util';
import { answersUsage } from './answersUsage.ts';
import { keyUsage, serviceArguments, serviceOptions, type ServiceArguments } from './launchUsage.ts';
import { usageError } from './usage.ts';

/** By what became of it. */
export const archiveExitCodes = {
  /** All that the service has is here; with --verify: the archive is whole. */
  ok: 0,
  /** Something could not be had, and may be another time; with --verify: damaged, or not finished. */
  partial: 1,
  usage: 2,
  /** The folder cannot be read or written, or holds something else. */
  folder: 3,
  /** The service refused, or could not be reached, or the run was stopped: the next one goes on. */
  refused: 5,
} as const;

export const archiveUsage = `finetune archive: keep the fine-tuning jobs of a service in a folder

  finetune archive [OPTION...] --out FOLDER
  finetune archive --verify FOLDER

  --out FOLDER        an empty folder, or an archive, which is brought up to date: only what is new is fetched
  --connection NAME   an entry of --connections, or openai; default: openai
  --connections FILE  a list as in the setting finetune.connections of the extension
  --base-url URL      a service that speaks the OpenAI API, instead of a connection
  --job ID            this job alone; may be given several times
  --verify FOLDER     check every file of an archive, and its datasets; asks no service

Kept are jobs, events, checkpoints, metrics, training, validation and result files, the list of fine-tuned models, and
training files that no job uses. Stopped at any moment, it goes on when it is run again.
${keyUsage}

${answersUsage}
Exit code 0 = all that the service has is here (--verify: whole), 1 = something could not be had yet (--verify: damaged or
not finished), 2 = usage, 3 = the folder cannot be used, 5 = the service refused, or it was stopped.
`;

export interface ArchiveArguments extends ServiceArguments {
  readonly out: string;
  /** Undefined: all jobs. */
  readonly jobs: readonly string[] | undefined;
}

/** What the words of a command line ask for: an archive, or the check of one. Throws a usage error where they make no sense. */
export function archiveArguments(
  args: readonly string[],
): ({ readonly type: 'archive' } & ArchiveArguments) | { readonly type: 'verify'; readonly folder: string } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...serviceOptions,
      out: { type: 'string' },
      job: { type: 'string', multiple: true },
      verify: { type: 'string' },
    },
  });
  const { out, job, verify } = values;
  if (verify !== undefined) {
    if (Object.keys(values).length > 1) throw usageError('--verify stands alone.');
    if (verify === '') throw usageError('--verify is the path of a folder.');
    return { type: 'verify', folder: verify };
  }
  if (out === undefined || out === '') throw usageError('Name a folder: --out FOLDER.');
  return { type: 'archive', out, jobs: job, ...serviceArguments(values) };
}
