import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import { jobName } from './jobName.ts';
import { dateText } from './words.ts';

export interface ChoosingParts {
  readonly connections: Connections;
  readonly store: JobStore;
  /** The rows that are selected in the jobs view. */
  readonly selection: () => readonly unknown[];
}

/** Argument of the key bindings: what is selected is meant. */
export const selectedArgument = { from: 'selection' } as const;

const isSelected = (argument: unknown): boolean => isObject(argument) && argument.from === selectedArgument.from;

/** True where a program calls: it is told of failures by an error. Otherwise a person did, and reads a message. */
export function isAutomation(argument: unknown): boolean {
  if (typeof argument === 'string' || Array.isArray(argument)) return true;
  // Rows have a type.
  if (!isObject(argument) || 'type' in argument) return false;
  // The folder of an archive may be an address.
  if ('folder' in argument) return true;
  const isNamed = (value: unknown): boolean => typeof value === 'string' || value instanceof vscode.Uri;
  return ['trainingFile', 'jobFile', 'job', 'file', 'model'].some((name) => isNamed(argument[name]));
}

/**
 * The jobs that a command is for: those of the rows it was called on (all selected ones, if the row is among them), of an id,
 * of `{job, connection?}`, or of a list of these. Without an argument the person chooses one that is fit; empty where
 * the person left. Throws a UserError where there is none.
 */
export async function chooseJobs(
  argument: unknown,
  rows: unknown,
  parts: ChoosingParts,
  isFit: (record: JobRecord) => boolean = () => true,
): Promise<readonly JobRecord[]> {
  const meant = isSelected(argument) ? parts.selection() : Array.isArray(rows) && rows.length > 0 ? rows : [argument];
  const named: JobRecord[] = [];
  for (const one of meant.flat()) {
    const record = await namedJob(one, parts);
    if (record && !named.includes(record)) named.push(record);
  }
  if (named.length > 1) return requireSome(named.filter(isFit));
  if (named.length === 1) return named;
  const chosen = await pickJob(requireSome(parts.store.list().filter(isFit)));
  return chosen ? [chosen] : [];
}

/** As `chooseJobs`, for a command on one job. */
export async function chooseJob(
  argument: unknown,
  parts: ChoosingParts,
  isFit?: (record: JobRecord) => boolean,
): Promise<JobRecord | undefined> {
  const [first] = await chooseJobs(argument, undefined, parts, isFit);
  return first;
}

/** A program may name a job that this window has not listed yet: its service is asked. */
async function namedJob(argument: unknown, parts: ChoosingParts): Promise<JobRecord | undefined> {
  const { store, connections } = parts;
  if (isObject(argument) && isObject(argument.record)) {
    const record = argument.record as unknown as JobRecord;
    return store.get(record.connection, record.job.id) ?? record;
  }
  const { job: id, connection: name } = isObject(argument) ? argument : { job: argument, connection: undefined };
  if (typeof id !== 'string') return undefined;
  const known = typeof name === 'string' ? store.get(name, id) : store.find(id);
  if (known) return known;
  const connection = typeof name === 'string' ? connections.get(name) : connections.default();
  const api = await connection.open('person');
  store.apply(connection.name, id, { job: await api.retrieveJob(id) });
  return store.get(connection.name, id);
}

function requireSome(records: readonly JobRecord[]): readonly JobRecord[] {
  if (records.length > 0) return records;
  throw new UserError('job.noneFits', vscode.l10n.t('No job can do that now.'));
}

async function pickJob(records: readonly JobRecord[]): Promise<JobRecord | undefined> {
  const { t } = vscode.l10n;
  const items = records.map((record) => ({
    label: jobName(record.job),
    description: `${record.job.status}, ${dateText(record.job.createdAt)}, ${record.connection}`,
    detail: record.job.id,
    record,
  }));
  const options = { placeHolder: t('Which job?'), matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.record;
}
