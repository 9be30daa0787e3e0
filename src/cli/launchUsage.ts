import { parseArgs } from 'node:util';
import { usageError } from './usage.ts';

/** By what became of a launch. */
export const launchExitCodes = {
  /** The job exists; with --wait: it has succeeded. */
  ok: 0,
  /** With --wait: the job failed or was cancelled. */
  jobFailed: 1,
  usage: 2,
  cannotRead: 3,
  /** Job file or data have errors; nothing was sent. */
  errors: 4,
  /** The service refused, or could not be reached; no job was created. */
  refused: 5,
  /** No good answer: there may be a job. */
  uncertain: 6,
} as const;

/** Where commands have the key of a service from. */
export const keyUsage = `The key comes from the environment: FINETUNE_API_KEY; else, for OpenAI's own address, OPENAI_API_KEY, and for Azure's
addresses AZURE_OPENAI_API_KEY.`;

export const launchUsage = `finetune launch: launch the job of a job file, once

  finetune launch [OPTION...] NAME.finetune.json

  --connection NAME   an entry of --connections, or openai; default: what the job file names, else openai
  --connections FILE  a list as in the setting finetune.connections of the extension
  --base-url URL      a service that speaks the OpenAI API, instead of a connection
  --wait              until the job is over; tells its status when it changes
  --again             launches another one though the same may have been launched before
  --state FOLDER      where launches are remembered; default: a folder of this user's state

Paths in the job file are relative to it. Data and job are checked first; errors stop the launch.
${keyUsage}
A run that was killed is gone on with by the next one of the same job: what was uploaded is used, and a job that was created
is found.

Exit code 0 = launched (--wait: succeeded), 1 = the job failed or was cancelled, 2 = usage, 3 = a file cannot be read or a
folder not written, 4 = errors in job file or data, 5 = the service refused, 6 = no good answer: there may be a job.
`;

/** The options that name a service. */
export interface ServiceArguments {
  readonly connection?: string | undefined;
  readonly connections?: string | undefined;
  readonly baseUrl?: string | undefined;
}

export interface LaunchArguments extends ServiceArguments {
  readonly file: string;
  readonly wait: boolean;
  readonly again: boolean;
  readonly state?: string | undefined;
}

/** The options that name a service, for `parseArgs`. */
export const serviceOptions = {
  connection: { type: 'string' },
  connections: { type: 'string' },
  'base-url': { type: 'string' },
} as const;

/** The service that options name; throws a usage error where they name two. */
export function serviceArguments(values: {
  readonly connection?: string | undefined;
  readonly connections?: string | undefined;
  readonly 'base-url'?: string | undefined;
}): ServiceArguments {
  const { connection, connections } = values;
  const baseUrl = values['base-url'];
  if (baseUrl !== undefined && (connection !== undefined || connections !== undefined)) {
    throw usageError('--base-url stands instead of a connection.');
  }
  return { connection, connections, baseUrl };
}

/** What the words of a command line ask for; throws a usage error where they make no sense. */
export function launchArguments(args: readonly string[]): LaunchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...serviceOptions,
      wait: { type: 'boolean', default: false },
      again: { type: 'boolean', default: false },
      state: { type: 'string' },
    },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw usageError('Name one job file.');
  const { wait, again, state } = values;
  return { file, ...serviceArguments(values), wait, again, state };
}
