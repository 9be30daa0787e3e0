import * as vscode from 'vscode';
import type { Job } from '../../jobs/api.ts';
import { tokenKey } from '../../jobs/findLaunched.ts';
import type { Lineage } from '../../jobs/journal.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { failurePlace } from './failurePlace.ts';
import type { JobGroupName, JobNode, NodeOf } from './nodes.ts';
import { dateText, numberText } from './words.ts';

/** Newest events shown under a job; the event log has them all. */
const shownEvents = 20;

type Fact = readonly [name: string, value: string];

/** What this machine knows of a job beside what its service tells. */
export interface DetailParts {
  /** Undefined for a job that was launched elsewhere. */
  readonly lineageOf: (record: JobRecord) => Promise<Lineage | undefined>;
  /** What the job was made from, as name and value. */
  readonly lineageFacts: (lineage: Lineage) => Promise<readonly Fact[]>;
}

/** The rows right below a job. Groups without rows are left out. */
export async function jobRows(record: JobRecord, { lineageOf }: DetailParts): Promise<readonly JobNode[]> {
  const { job } = record;
  const rows: JobNode[] = [{ type: 'status', record }];
  if (job.error) {
    rows.push({ type: 'error', record, hasLine: failurePlace(record, await lineageOf(record)) !== undefined });
  }
  if (job.model !== '') rows.push({ type: 'model', role: 'base', model: job.model, record });
  if (job.fineTunedModel) rows.push({ type: 'model', role: 'made', model: job.fineTunedModel, record });
  const counts: readonly (readonly [JobGroupName, number])[] = [
    ['files', fileRows(record).length],
    ['metadata', metadata(job).length],
    ['integrations', job.integrations?.length ?? 0],
    ['checkpoints', record.checkpoints.length],
    ['events', record.events.length],
  ];
  rows.push({ type: 'group', group: 'parameters', record });
  for (const [group, count] of counts) if (count > 0) rows.push({ type: 'group', group, count, record });
  return rows;
}

/** The rows of a group. */
export async function groupRows({ group, record }: NodeOf<'group'>, parts: DetailParts): Promise<readonly JobNode[]> {
  const { job, checkpoints } = record;
  const factRows = (facts: readonly Fact[]): readonly JobNode[] =>
    facts.map(([name, value]) => ({ type: 'fact', group, record, name, value }));
  switch (group) {
    case 'parameters': {
      const lineage = await parts.lineageOf(record);
      return factRows([...parameters(job), ...(lineage ? await parts.lineageFacts(lineage) : [])]);
    }
    case 'files':
      return fileRows(record);
    case 'metadata':
      return factRows(metadata(job));
    case 'integrations':
      return (job.integrations ?? []).map((integration) => ({ type: 'integration', record, integration }));
    case 'checkpoints':
      return checkpoints.toReversed().map((checkpoint) => ({ type: 'checkpoint', record, checkpoint }));
    case 'events':
      return eventRows(record);
  }
}

function eventRows(record: JobRecord): readonly JobNode[] {
  const newest = record.events.slice(-shownEvents).reverse();
  const nodes: JobNode[] = newest.map((event) => ({ type: 'event', record, event }));
  const count = record.events.length - newest.length;
  return count > 0 ? [...nodes, { type: 'moreEvents', record, count }] : nodes;
}

/** The files of a job at its service. */
export function fileRows(record: JobRecord): readonly NodeOf<'file'>[] {
  const { trainingFile, validationFile, resultFiles } = record.job;
  return [
    ...(trainingFile ? [{ type: 'file', role: 'training', file: trainingFile, record } as const] : []),
    ...(validationFile ? [{ type: 'file', role: 'validation', file: validationFile, record } as const] : []),
    ...resultFiles.map((file) => ({ type: 'file', role: 'result', file, record }) as const),
  ];
}

/** Our own mark on a launch is no news to anybody. */
const metadata = (job: Job): readonly Fact[] =>
  Object.entries(job.metadata)
    .filter(([name]) => name !== tokenKey)
    .map(([name, value]) => [name, valueText(value)]);

/** What the job was launched with and what came of it; what is absent is left out. */
function parameters(job: Job): readonly Fact[] {
  const { t } = vscode.l10n;
  const all: readonly (readonly [string, string | undefined])[] = [
    [t('Method'), job.method?.type],
    ...Object.entries(job.method?.hyperparameters ?? {}).map(
      ([name, value]) => [hyperparameterName(name), valueText(value)] as const,
    ),
    [t('Seed'), job.seed === undefined ? undefined : String(job.seed)],
    [t('Suffix'), job.suffix],
    [t('Created'), job.createdAt === 0 ? undefined : dateText(job.createdAt)],
    [t('Finished'), job.finishedAt === undefined ? undefined : dateText(job.finishedAt)],
    [t('Trained tokens'), job.trainedTokens === undefined ? undefined : numberText(job.trainedTokens)],
    [t('Id'), job.id],
  ];
  return all.filter((fact): fact is Fact => fact[1] !== undefined && fact[1] !== '');
}

/** Services send numbers and texts, and some whole objects. */
function valueText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function hyperparameterName(name: string): string {
  const { t } = vscode.l10n;
  const names: Record<string, string> = {
    n_epochs: t('Epochs'),
    batch_size: t('Batch size'),
    learning_rate_multiplier: t('Learning rate multiplier'),
  };
  return names[name] ?? name;
}
