import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Clock } from '../../common/time.ts';
import type { ServiceModel } from '../../jobs/api.ts';
import type { Connection } from '../../jobs/connections.ts';
import { mapRequest } from '../../jobs/moving/mapRequest.ts';
import type { MovingFile, MovingJob } from '../../jobs/moving/movingJob.ts';
import { isRefused, type MovingNote } from '../../jobs/moving/note.ts';
import type { CheckedDataset, CheckOnDisk, DatasetUse } from '../dataset/diskCheck.ts';
import { addressOf } from '../address.ts';
import { checkRequest } from '../jobs/checkRequest.ts';
import { checkSavedFile } from '../jobs/checkSavedFile.ts';
import type { PreparedLaunch } from '../jobs/sendLaunch.ts';
import { withProgress } from '../progress.ts';
import type { MovingFiles, Progress } from './movingFiles.ts';
import { startOf, type ModelsThere } from './movingTarget.ts';

/** A launch whose files are on this machine and were checked. */
export interface ReadyLaunch extends PreparedLaunch {
  readonly training: CheckedDataset;
  readonly validation: CheckedDataset | undefined;
}

/** A job on its way, with what becomes of its parts. */
export interface MovingPlan {
  readonly job: MovingJob;
  readonly notes: readonly MovingNote[];
  /** Undefined where it cannot be launched there: a note says why. */
  readonly launch?: ReadyLaunch;
  /** What a person should know before, in sentences. */
  readonly warnings: readonly string[];
}

export interface PlanParts {
  readonly clock: Clock;
  readonly checkOnDisk: CheckOnDisk;
  readonly files: MovingFiles;
}

/** Where all jobs of one question go. */
export interface Destination {
  readonly connection: Connection;
  readonly models: readonly ServiceModel[];
  readonly modelsThere: ModelsThere;
}

/**
 * Maps each job, gets its files and checks all of it by the rules of the new service, which hears nothing of it yet. One
 * that cannot be launched keeps no other from it.
 */
export async function planMoving(
  jobs: readonly MovingJob[],
  to: Destination,
  parts: PlanParts,
): Promise<readonly MovingPlan[]> {
  const check = checkedOnce(to.connection, parts.checkOnDisk);
  return withProgress(vscode.l10n.t('Getting data ready'), async (report, signal) => {
    const plans: MovingPlan[] = [];
    for (const job of jobs) {
      signal.throwIfAborted();
      report(job.name);
      plans.push(await planOf(job, to, { ...parts, check, progress: { report, signal } }));
    }
    return plans;
  });
}

type Check = (uri: vscode.Uri, use: DatasetUse) => Promise<CheckedDataset>;

async function planOf(
  job: MovingJob,
  { connection, models, modelsThere }: Destination,
  { clock, files, check, progress }: PlanParts & { readonly check: Check; readonly progress: Progress },
): Promise<MovingPlan> {
  const model = modelsThere.get(startOf(job)) ?? job.request.model;
  const { kind, target, suffixLimit } = connection;
  const { request, notes } = mapRequest(job, { kind, target, suffixLimit, model });
  if (isRefused(notes)) return { job, notes, warnings: [] };
  try {
    const found: MovingNote[] = [];
    const path = async (file: MovingFile): Promise<vscode.Uri> => {
      const { note, path } = await files.get(job, file, progress);
      found.push(note);
      return addressOf(path);
    };
    const training = await check(await path(job.training), { role: 'training' });
    const compared = { role: 'validation', trainingFile: training.file.path } as const;
    const validation = job.validation && (await check(await path(job.validation), compared));
    const launch: ReadyLaunch = { connection, request, training, validation, models };
    return { job, notes: [...notes, ...found], launch, warnings: checkRequest(launch, clock) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { job, notes: [...notes, { effect: 'refused', about: 'other', reason: error.text }], warnings: [] };
  }
}

/** Many jobs train on the same file, which is read through once. */
function checkedOnce({ target }: Connection, checkOnDisk: CheckOnDisk): Check {
  const known = new Map<string, Promise<CheckedDataset>>();
  return (uri, use) => {
    const key = JSON.stringify([uri.toString(), use]);
    const checking = known.get(key) ?? checkSavedFile(uri, { target, tokens: true, sha256: true, ...use }, checkOnDisk);
    known.set(key, checking);
    return checking;
  };
}
