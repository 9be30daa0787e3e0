/** What the chart's page and the extension say to each other. Each side checks what it hears. */
import { isObject } from '../common/json.ts';
import type { MetricTable } from '../jobs/metrics.ts';

/** Names a job over all services. */
export interface JobIdentity {
  readonly connection: string;
  readonly id: string;
}

/** What the page knows of a job beside its numbers. */
export interface ChartJob extends JobIdentity {
  /** What people call it. */
  readonly name: string;
  /** In the service's words; undefined for a job that is not listed (yet). */
  readonly status: string | undefined;
  /** Steps at which checkpoints were made. */
  readonly checkpoints: readonly number[];
  /** Why something is missing: a sentence. */
  readonly trouble?: string;
}

export type ToChart =
  /** The first. `words`: translations, by the English text. */
  | { readonly type: 'start'; readonly words: Readonly<Record<string, string>>; readonly jobs: readonly ChartJob[] }
  /** The jobs that are shown, and what is new about them. */
  | { readonly type: 'jobs'; readonly jobs: readonly ChartJob[] }
  /** Numbers of one of these jobs, beside those it has. */
  | { readonly type: 'points'; readonly job: JobIdentity; readonly table: MetricTable };

/** Files that the page makes. `content`: the text of a CSV, the base64 of a PNG. */
export type SavedFormat = 'csv' | 'png';

export type FromChart =
  /** The page is up and knows nothing. */
  | { readonly type: 'ready' }
  | { readonly type: 'chooseJobs' }
  | { readonly type: 'save'; readonly format: SavedFormat; readonly content: string };

/** Reads what came from the page; undefined where it is none of its messages. */
export function readFromChart(message: unknown): FromChart | undefined {
  if (!isObject(message)) return undefined;
  const { type, format, content } = message;
  if (type === 'ready' || type === 'chooseJobs') return { type };
  if (type !== 'save' || typeof content !== 'string') return undefined;
  if (format === 'csv' || (format === 'png' && /^[A-Za-z0-9+/]+={0,2}$/.test(content)))
    return { type, format, content };
  return undefined;
}

/** The jobs of a chart that is opened again after a reload, from what its page remembered. */
export function readIdentities(state: unknown): readonly JobIdentity[] {
  const jobs = isObject(state) && Array.isArray(state['jobs']) ? (state['jobs'] as readonly unknown[]) : [];
  return jobs.flatMap((job) => {
    if (!isObject(job)) return [];
    const { connection, id } = job;
    return typeof connection === 'string' && typeof id === 'string' ? [{ connection, id }] : [];
  });
}

/** One text for a job: what it is kept under. */
export const identityKey = ({ connection, id }: JobIdentity): string => JSON.stringify([connection, id]);
