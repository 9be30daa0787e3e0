import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Job } from '../../jobs/api.ts';
import { mayLaunchUnattended, type Connection } from '../../jobs/connections.ts';
import { parseLaunchArgument, type LaunchArgument } from '../../jobs/request.ts';
import type { CheckedDataset, CheckOnDisk } from '../dataset/diskCheck.ts';
import { withProgress } from '../progress.ts';
import type { Reporter } from '../report.ts';
import { currentSettings } from '../settings.ts';
import { checkSavedFile } from './checkSavedFile.ts';
import { activeDataset, uriOf } from './chosenFile.ts';
import { confirmLaunch } from './confirmLaunch.ts';
import { chooseDataset } from './datasetPicker.ts';
import { askLaunchAnswers, requestOf } from './launchWizard.ts';
import { sendLaunch, type PreparedLaunch, type SendParts } from './sendLaunch.ts';

export interface LaunchParts extends SendParts {
  readonly connection: Connection;
  readonly reporter: Reporter;
  readonly checkOnDisk: CheckOnDisk;
  /** Called when the job is in the store. */
  readonly onLaunched: (job: Job) => void;
}

/**
 * `finetune.launchJob`: with a launch argument it returns the job's id and throws what goes wrong; otherwise it asks, shows
 * errors, and returns undefined where the person left.
 */
export async function runLaunchCommand(argument: unknown, parts: LaunchParts): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    throw new UserError(
      'launch.untrusted',
      vscode.l10n.t('Jobs are launched from trusted workspaces only.'),
      vscode.l10n.t('Trust this workspace first.'),
    );
  }
  const given = parseLaunchArgument(argument);
  const prepared = given ? await prepareGiven(given, parts) : await prepareByAsking(argument, parts);
  if (!prepared) return undefined;
  const isWatched = given?.confirm !== false;
  if (isWatched && !(await confirmLaunch(prepared))) return undefined;
  const job = await sendLaunch(prepared, isWatched, parts);
  parts.log.info(`Launched ${job.id} on ${parts.connection.name}`);
  parts.onLaunched(job);
  return job.id;
}

async function prepareGiven(given: LaunchArgument, parts: LaunchParts): Promise<PreparedLaunch> {
  const { connection } = parts;
  if (given.connection !== undefined && given.connection !== connection.name) {
    throw new UserError(
      'launch.unknownConnection',
      vscode.l10n.t('There is no connection named "{0}".', given.connection),
      vscode.l10n.t('There is "{0}".', connection.name),
    );
  }
  if (!given.confirm && !mayLaunchUnattended(connection, currentSettings.allowUnattended())) {
    throw new UserError(
      'launch.unattendedRefused',
      vscode.l10n.t('Launching on {0} without asking is not allowed.', connection.name),
      vscode.l10n.t('The setting finetune.launch.allowUnattended allows it.'),
      { actions: ['openSettings'] },
    );
  }
  const { request, trainingFile, validationFile } = given;
  const training = await readyTraining(uriOf(trainingFile), parts);
  const validation = validationFile === undefined ? undefined : uriOf(validationFile);
  return {
    connection,
    request,
    training,
    validation: validation && (await readyValidation(validation, training, parts)),
  };
}

async function prepareByAsking(argument: unknown, parts: LaunchParts): Promise<PreparedLaunch | undefined> {
  const trainingFile = (argument instanceof vscode.Uri ? argument : activeDataset()) ?? (await askTrainingFile());
  if (!trainingFile) return undefined;
  // Problems first: nobody wants to fill in a form to learn that the file is broken.
  const training = await readyTraining(trainingFile, parts);
  const models = await withProgress(
    vscode.l10n.t('Asking {0} for its models', parts.connection.name),
    async (_, signal) => {
      const api = await parts.connection.open('person', signal);
      return api.listModels(signal);
    },
  );
  const answers = await askLaunchAnswers(trainingFile, models);
  if (!answers) return undefined;
  const { validationFile } = answers;
  return {
    connection: parts.connection,
    request: requestOf(answers),
    training,
    validation: validationFile && (await readyValidation(validationFile, training, parts)),
  };
}

async function askTrainingFile(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Launch a fine-tuning job');
  const placeholder = vscode.l10n.t('Training file: the examples to learn from');
  const result = await chooseDataset({ title, step: 1, totalSteps: 1, placeholder });
  return result.type === 'chosen' ? result.value : undefined;
}

/** Jobs are launched on the local server, so that is what files are checked for. */
const target = 'local';
/** Made in the one pass that looks for problems. */
const figures = { tokens: true, sha256: true };

function readyTraining(uri: vscode.Uri, { checkOnDisk }: LaunchParts): Promise<CheckedDataset> {
  return checkSavedFile(uri, { target, role: 'training', ...figures }, checkOnDisk);
}

function readyValidation(
  uri: vscode.Uri,
  { file }: CheckedDataset,
  { checkOnDisk }: LaunchParts,
): Promise<CheckedDataset> {
  return checkSavedFile(uri, { target, role: 'validation', trainingFile: file.path, ...figures }, checkOnDisk);
}
