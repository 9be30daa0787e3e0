import type { Logger } from '../common/logger.ts';
import type { JobsApi } from './api.ts';
import type { LaunchIntent, LaunchJournal, Lineage } from './journal.ts';
import type { LaunchRequest } from './request.ts';
import type { Patience } from './retry.ts';
import type { CheckedFile } from './upload.ts';
import type { UploadedFiles } from './uploadedFiles.ts';

/** A file of a job: one on this machine, or the id of one that the service has. */
export type JobSource = CheckedFile | { readonly id: string };

export interface Launch {
  readonly request: LaunchRequest;
  readonly training: JobSource;
  readonly validation?: JobSource | undefined;
  readonly lineage?: Pick<Lineage, 'jobFile' | 'gitCommit' | 'formerJob'>;
}

export type LaunchProgress =
  | { readonly type: 'upload'; readonly file: CheckedFile; readonly sent: number }
  | { readonly type: 'create' }
  /** Whether a job exists is being asked, which may take most of a minute. */
  | { readonly type: 'search' };

/**
 * What only a person can decide. `underWay`: the same launch has been begun by a process that lives, and nothing was sent
 * yet. `notFound`: it was sent without a good answer, and the service lists no such job. `launchedBefore`: the same became
 * this job before, so a second one may be meant or not.
 */
export type LaunchDoubt =
  | { readonly type: 'underWay' | 'notFound'; readonly intent: LaunchIntent }
  | { readonly type: 'launchedBefore'; readonly intent: LaunchIntent; readonly job: string };

/** What is to be done about a doubt. `take`: the job that was launched before is the one that is wanted. */
export type LaunchDecision = 'send' | 'leave' | 'take';

/** The processes of this person, as the journal names them. */
export interface Processes {
  /** The name of this one; no other has it, before or after. */
  readonly own: string;
  /** True where that process has surely ended. */
  isGone(process: string): boolean;
}

/** What it takes to find out what became of a launch. */
export interface SettleParts extends Patience {
  /** Its name. */
  readonly connection: string;
  readonly api: JobsApi;
  readonly journal: LaunchJournal;
  readonly processes: Processes;
  readonly log: Logger;
  readonly onProgress: (progress: LaunchProgress) => void;
  readonly ask: (doubt: LaunchDoubt) => Promise<LaunchDecision>;
}

export interface LaunchParts extends SettleParts {
  readonly uploaded: UploadedFiles;
  /** A text that nobody else has. */
  readonly newToken: () => string;
  /** Hears what the service says against a local file: on its upload, or when the job is created. */
  readonly onRefused: (file: CheckedFile, words: string) => void;
}

/** Thrown where the person decided that nothing is to be sent. */
export const left = (): DOMException => new DOMException('The person left', 'AbortError');
