import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { LaunchJournal } from '../../jobs/journal.ts';
import { movingJob, type MovingJob } from '../../jobs/moving/movingJob.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import { uriOf } from '../jobs/chosenFile.ts';
import { isJobFile } from '../jobs/jobFileAt.ts';
import { jobName } from '../jobs/jobName.ts';
import { dateText } from '../jobs/words.ts';
import { withProgress } from '../progress.ts';
import { archivedJob } from './archivedJob.ts';

export interface MovingJobParts {
  readonly connections: Connections;
  readonly store: JobStore;
  readonly journal: LaunchJournal;
}

/**
 * The jobs that rows of the tree, job files, or texts (ids and paths) name; without any the person chooses, of one connection
 * (`{allOf}`) or of all. Undefined where the person left. Throws a UserError where one is not known.
 */
export async function movingJobs(
  argument: unknown,
  selected: unknown,
  parts: MovingJobParts,
): Promise<readonly MovingJob[] | undefined> {
  // VS Code hands on the row that was clicked, and all that are selected where it is one of them.
  const named: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument].flat();
  const [first] = named;
  if (isObject(first) && typeof first['allOf'] === 'string') {
    const all = await chooseJobs(await jobsOf(first['allOf'], parts));
    return all && Promise.all(all.map((record) => ofRecord(record, parts)));
  }
  const found = await Promise.all(named.filter(isNamed).map((each) => movingJobOf(each, parts)));
  if (found.length > 0) return withoutRepeats(found);
  const chosen = await chooseJobs(parts.store.list());
  return chosen && Promise.all(chosen.map((record) => ofRecord(record, parts)));
}

/** Rows of other things may be selected beside those of jobs. */
const isNamed = (each: unknown): boolean =>
  typeof each === 'string' || each instanceof vscode.Uri || (isObject(each) && 'record' in each);

/** Several rows may be of one job. */
function withoutRepeats(jobs: readonly MovingJob[]): readonly MovingJob[] {
  const keys = jobs.map(({ from }) => JSON.stringify(from));
  return jobs.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

function movingJobOf(named: unknown, parts: MovingJobParts): Promise<MovingJob> {
  if (named instanceof vscode.Uri) return archivedJob(named);
  if (isObject(named) && 'record' in named) return ofRecord(named['record'] as JobRecord, parts);
  const text = named as string;
  const record = parts.store.find(text);
  if (record) return ofRecord(record, parts);
  const uri = uriOf(text);
  if (isJobFile(uri)) return archivedJob(uri);
  const { t } = vscode.l10n;
  throw new UserError('job.unknown', t('There is no job {0}.', text), t('Check its id.'));
}

async function ofRecord(record: JobRecord, { connections, store, journal }: MovingJobParts): Promise<MovingJob> {
  const { connection, job } = store.get(record.connection, record.job.id) ?? record;
  const kind = connections.list().find(({ name }) => name === connection)?.kind;
  return movingJob(connection, kind, job, await journal.launchOf(connection, job.id));
}

/** Jobs of a connection that are asked for where none is listed yet. */
const asked = 100;

async function jobsOf(name: string, { connections, store }: MovingJobParts): Promise<readonly JobRecord[]> {
  if (store.list(name).length === 0) {
    await withProgress(vscode.l10n.t('Asking {0} for its jobs', name), async (_, signal) => {
      const api = await connections.get(name).open('person', signal);
      for (const job of (await api.listJobs({ limit: asked, signal })).items) store.apply(name, job.id, { job });
    });
  }
  return store.list(name);
}

async function chooseJobs(records: readonly JobRecord[]): Promise<readonly JobRecord[] | undefined> {
  const { t } = vscode.l10n;
  if (records.length === 0) throw new UserError('job.noneFits', t('No job is listed.'));
  const items = records.map((record) => ({
    label: jobName(record.job),
    description: `${record.job.status}, ${dateText(record.job.createdAt)}, ${record.connection}`,
    detail: record.job.id,
    record,
  }));
  // A job that was launched a moment ago takes the focus when it is shown.
  const stays = { canPickMany: true, matchOnDetail: true, ignoreFocusOut: true } as const;
  const options = { ...stays, title: t('Launch again on another service') };
  const chosen = await vscode.window.showQuickPick(items, { ...options, placeHolder: t('Which jobs?') });
  return chosen && chosen.length > 0 ? chosen.map(({ record }) => record) : undefined;
}
