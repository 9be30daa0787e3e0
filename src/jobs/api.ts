/**
 * Fine-tuning jobs as data, and the ports through which services are asked. Field names follow the OpenAI API in camel
 * case. Services differ (see docs of each field), so everything but ids and status may be missing.
 */

/** A service's own word, lower case. Known: validating_files, queued, pending, running, pausing, paused, resuming, succeeded, failed, cancelled; unknown ones count as active. */
export type JobStatus = string;

export interface JobError {
  readonly code?: string;
  readonly message: string;
  readonly param?: string;
}

export interface JobMethod {
  /** supervised, dpo, reinforcement, or a service's own. */
  readonly type: string;
  /** "auto" until training starts, then numbers. */
  readonly hyperparameters: Readonly<Record<string, number | string>>;
}

export interface Job {
  readonly id: string;
  /** Milliseconds since 1970, as every time here. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  readonly estimatedFinish?: number;
  readonly status: JobStatus;
  readonly model: string;
  readonly fineTunedModel?: string;
  readonly trainingFile?: string;
  readonly validationFile?: string;
  readonly resultFiles: readonly string[];
  readonly trainedTokens?: number;
  readonly seed?: number;
  readonly method?: JobMethod;
  readonly metadata: Readonly<Record<string, string>>;
  readonly suffix?: string;
  readonly error?: JobError;
}

export type EventLevel = 'info' | 'warn' | 'error';

export interface JobEvent {
  /** The service's id, or a key made from time, type and message where it gives none. */
  readonly id: string;
  readonly createdAt: number;
  readonly level: EventLevel;
  readonly message: string;
  /** message, metrics, moderation_checks, or a service's own. */
  readonly type: string;
  /** Numbers of a metrics event: step, total_steps, train_loss, ... */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Checkpoint {
  readonly id: string;
  readonly createdAt: number;
  readonly stepNumber: number;
  readonly model: string;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface ServiceModel {
  readonly id: string;
  readonly ownedBy?: string;
  /** `YYYY-MM-DD`. */
  readonly shutdownDate?: string;
}

export interface UploadedFile {
  readonly id: string;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** uploaded, pending, processed, error, ... */
  readonly status: string;
}

/** Newest first, as services send them. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

export interface PageOptions {
  /** Id of the last item of the page before. */
  readonly after?: string;
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** What a job is created from; the wire shape of POST /fine_tuning/jobs is made from it in openaiApi.ts. */
export interface JobRequest {
  readonly model: string;
  /** File id at the service. */
  readonly trainingFile: string;
  readonly validationFile?: string;
  readonly method?: JobMethod;
  readonly suffix?: string;
  readonly seed?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * A service that runs fine-tuning jobs. Every call may throw a UserError (what happened, what to do) and obeys its signal
 * with an abort error.
 */
export interface JobsApi {
  uploadFile(file: File, signal?: AbortSignal): Promise<UploadedFile>;
  deleteFile(id: string, signal?: AbortSignal): Promise<void>;
  createJob(request: JobRequest, signal?: AbortSignal): Promise<Job>;
  retrieveJob(id: string, signal?: AbortSignal): Promise<Job>;
  listJobs(options?: PageOptions): Promise<Page<Job>>;
  listEvents(jobId: string, options?: PageOptions): Promise<Page<JobEvent>>;
  listCheckpoints(jobId: string, options?: PageOptions): Promise<Page<Checkpoint>>;
  cancelJob(id: string, signal?: AbortSignal): Promise<Job>;
  pauseJob(id: string, signal?: AbortSignal): Promise<Job>;
  resumeJob(id: string, signal?: AbortSignal): Promise<Job>;
  listModels(signal?: AbortSignal): Promise<readonly ServiceModel[]>;
}
