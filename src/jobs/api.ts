/**
 * Fine-tuning jobs as data, and the ports through which services are asked. Field names follow the OpenAI API in camel
 * case. Services differ (see docs of each field), so everything but ids and status may be missing.
 */
import type { JsonObject } from '../common/json.ts';
import type { RecordsApi } from './records.ts';
import type { LaunchRequest } from './request.ts';

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
  /** What else the method is told: `grader`, `response_format`. */
  readonly more?: JsonObject;
}

/** Where a service also sends what it measures, such as Weights & Biases. */
export interface JobIntegration {
  /** wandb, or a service's own. */
  readonly type: string;
  readonly project?: string;
  /** User or team that the project belongs to. */
  readonly entity?: string;
  /** Of the run. */
  readonly name?: string;
  readonly tags?: readonly string[];
}

export interface Job {
  readonly id: string;
  /** Milliseconds since 1970, as every time here. */
  readonly createdAt: number;
  readonly finishedAt?: number;
  readonly estimatedFinish?: number;
  readonly status: JobStatus;
  /** The status as the service wrote it, where that is not lower case. */
  readonly statusText?: string;
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
  readonly integrations?: readonly JobIntegration[];
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
  /** The service's words on `status`. */
  readonly statusDetails?: string;
}

/** The first bytes of a file. */
export interface FileStart {
  /** Whole characters only. */
  readonly text: string;
  /** False where the file goes on. */
  readonly isWhole: boolean;
}

/** Newest first, as services send them. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

export interface JobPageOptions extends PageOptions {
  /** Jobs with these pairs only; a service may not know it and list all. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface PageOptions {
  /** Id of the last item of the page before. */
  readonly after?: string;
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** The body of POST /fine_tuning/jobs. Sent as it is. */
export interface JobRequest extends LaunchRequest {
  /** File id at the service. */
  readonly training_file: string;
  readonly validation_file?: string;
}

/** What is announced of a file that is sent in parts. */
export interface UploadAnnouncement {
  readonly filename: string;
  /** Of all parts together. */
  readonly bytes: number;
}

/**
 * A service that runs fine-tuning jobs. Every call may throw a UserError (what happened, what to do) and obeys its signal
 * with an abort error.
 */
export interface JobsApi {
  uploadFile(file: File, signal?: AbortSignal): Promise<UploadedFile>;
  listFiles(options?: PageOptions): Promise<Page<UploadedFile>>;
  retrieveFile(id: string, signal?: AbortSignal): Promise<UploadedFile>;
  /** The content of a file as text: results are CSV. */
  fileContent(id: string, signal?: AbortSignal): Promise<string>;
  /** At most so many bytes of a file as text, and nothing more of it is loaded. */
  fileStart(id: string, maxBytes: number, signal?: AbortSignal): Promise<FileStart>;
  deleteFile(id: string, signal?: AbortSignal): Promise<void>;
  /** Begins a file that is sent in parts; gives the id of the upload. */
  createUpload(upload: UploadAnnouncement, signal?: AbortSignal): Promise<string>;
  /** Sends one part; gives its id. */
  addUploadPart(uploadId: string, data: File, signal?: AbortSignal): Promise<string>;
  /** Makes a file of parts, in this order. */
  completeUpload(uploadId: string, partIds: readonly string[], signal?: AbortSignal): Promise<UploadedFile>;
  cancelUpload(uploadId: string, signal?: AbortSignal): Promise<void>;
  /** Never repeated by itself: a request that got no answer may have created the job. */
  createJob(request: JobRequest, signal?: AbortSignal): Promise<Job>;
  retrieveJob(id: string, signal?: AbortSignal): Promise<Job>;
  listJobs(options?: JobPageOptions): Promise<Page<Job>>;
  listEvents(jobId: string, options?: PageOptions): Promise<Page<JobEvent>>;
  listCheckpoints(jobId: string, options?: PageOptions): Promise<Page<Checkpoint>>;
  cancelJob(id: string, signal?: AbortSignal): Promise<Job>;
  pauseJob(id: string, signal?: AbortSignal): Promise<Job>;
  resumeJob(id: string, signal?: AbortSignal): Promise<Job>;
  listModels(signal?: AbortSignal): Promise<readonly ServiceModel[]>;
  /** Milliseconds that the last answer asks to wait before the next request; 0 where it asks for nothing. */
  cooldown(): number;
  /** Deletes a fine-tuned model, for good. */
  deleteModel(id: string, signal?: AbortSignal): Promise<void>;
  /** The same jobs, files and models as the service sends them. */
  readonly records: RecordsApi;
}

/** The body of POST /chat/completions. Sent as it is. */
export interface ChatRequest extends JsonObject {
  readonly model: string;
  readonly messages: readonly JsonObject[];
}

/** What a model answered. */
export interface ChatAnswer {
  /** As the service sent it: role, content, refusal, tool_calls, ... */
  readonly message: JsonObject;
  /** stop, length, tool_calls, content_filter, or a service's own. */
  readonly finish_reason?: string;
  /** Tokens, as the service counts them. */
  readonly usage?: JsonObject;
}

/** A service whose models answer. Throws as JobsApi does. */
export interface ChatApi {
  complete(request: ChatRequest, signal?: AbortSignal): Promise<ChatAnswer>;
}

/** All that is asked of a service. */
export interface ServiceApi extends JobsApi, ChatApi {}
