import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Connection } from '../../jobs/connections.ts';
import { LaunchJournal } from '../../jobs/journal.ts';
import type { QueuedFile, QueuedLaunch } from '../../jobs/moving/launchQueue.ts';
import { noteLines } from '../../jobs/moving/words.ts';
import type { CheckedDataset } from '../dataset/diskCheck.ts';
import { offeredModels } from '../jobs/launchService.ts';
import type { LaunchParts } from '../jobs/launch.ts';
import { requireUnattended } from '../jobs/unattended.ts';
import type { MovingArgument } from '../../jobs/moving/movingArgument.ts';
import { MovingFiles, type FileParts } from './movingFiles.ts';
import { movingJobs } from './movingJobs.ts';
import { movingPage } from './movingPage.ts';
import { planMoving, type MovingPlan } from './movingPlan.ts';
import { askModels, askTarget, modelsUnasked } from './movingTarget.ts';

export interface ElsewhereParts extends LaunchParts, FileParts {}

/** What was agreed on, in order. */
export type AgreedLaunch = Omit<QueuedLaunch, 'id' | 'token'>;

/**
 * Asks where jobs are to be launched again and from which models, gets and checks their files, and shows what becomes of
 * each. Gives the launches that were agreed on; undefined where the person left. `given`: what a program asks for.
 */
export async function agreeOnMoving(
  argument: unknown,
  selected: unknown,
  given: MovingArgument | undefined,
  parts: ElsewhereParts,
): Promise<readonly AgreedLaunch[] | undefined> {
  const { connections, store, clock, launches } = parts;
  const isWatched = given?.confirm !== false;
  const journal = new LaunchJournal(launches);
  const jobs = await movingJobs(given?.jobs ?? argument, selected, { connections, store, journal });
  if (!jobs) return undefined;
  const connection = given ? connections.get(given.to) : await askTarget(jobs, connections);
  if (!connection) return undefined;
  if (!isWatched) requireUnattended(connection);
  const models = await offeredModels(connection, store);
  const modelsThere =
    given === undefined
      ? await askModels(jobs, connection, models, clock.now())
      : modelsUnasked(jobs, models, given.model, clock.now());
  if (!modelsThere) return undefined;
  const files = new MovingFiles(parts);
  const plans = await planMoving(jobs, { connection, models, modelsThere }, { ...parts, files });
  requireOne(plans, connection);
  if (isWatched && !(await confirm(plans, connection, clock.now()))) return undefined;
  return plans.flatMap(agreedLaunch);
}

function requireOne(plans: readonly MovingPlan[], { name }: Connection): void {
  if (plans.some(({ launch }) => launch)) return;
  const reasons = plans.map(({ job, notes }) => `${job.name}: ${noteLines(notes).others.at(-1) ?? ''}`);
  const { t } = vscode.l10n;
  throw new UserError('moving.refused', t('Nothing can be launched on {0}. {1}', name, reasons.slice(0, 3).join(' ')));
}

async function confirm(plans: readonly MovingPlan[], connection: Connection, now: number): Promise<boolean> {
  const { question, detail, hasWarnings } = movingPage(plans, connection, now);
  const go = vscode.l10n.t('Launch');
  const show = hasWarnings ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  return (await show(question, { modal: true, detail }, go)) === go;
}

function agreedLaunch({ job, launch }: MovingPlan): readonly AgreedLaunch[] {
  if (!launch) return [];
  const { connection, request, training, validation } = launch;
  const files = { training: queued(training), ...(validation && { validation: queued(validation) }) };
  return [{ connection: connection.name, name: job.name, request, ...files, from: job.from }];
}

function queued({ file, check }: CheckedDataset): QueuedFile {
  if (check.sha256 === undefined) throw new Error('The check was not asked for the SHA-256 of what is sent.');
  const { path, name, size } = file;
  return { path, name, size, sha256: check.sha256 };
}
