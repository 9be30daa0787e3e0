import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { mayLaunchUnattended, type Connection, type Connections } from '../../jobs/connections.ts';
import { isFileId } from '../../jobs/fileId.ts';
import type { JobFileLaunch } from '../../jobs/jobFile.ts';
import type { Format } from '../../dataset/formats.ts';
import type { Memory } from '../../jobs/features.ts';
import type { LaunchArgument } from '../../jobs/request.ts';
import { methodFormats, methodNames, type MethodName } from '../../jobs/requestRules/methods.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { CheckedDataset, CheckOnDisk } from '../dataset/diskCheck.ts';
import { addressText } from '../address.ts';
import { currentSettings } from '../settings.ts';
import { checkSavedFile } from './checkSavedFile.ts';
import { activeDataset, uriOf } from './chosenFile.ts';
import { chooseDataset } from './datasetPicker.ts';
import { readJobFileAt } from './jobFileAt.ts';
import { fileBeside } from '../jobFile/fileBeside.ts';
import { askConnection, offeredModels } from './launchService.ts';
import { askLaunchAnswers, requestOf } from './launchWizard.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';

export interface PrepareParts {
  readonly connections: Connections;
  readonly checkOnDisk: CheckOnDisk;
  readonly store: JobStore;
  /** Holds what was chosen last. */
  readonly memory: Memory;
}

/** From the argument of a task or another extension. */
export async function prepareGiven(given: LaunchArgument, parts: PrepareParts): Promise<PreparedLaunch> {
  const { request, trainingFile, validationFile } = given;
  const connection = connectionNamed(given.connection, parts);
  if (!given.confirm) requireUnattended(connection);
  const sources = {
    training: uriOf(trainingFile),
    validation: validationFile === undefined ? undefined : uriOf(validationFile),
  };
  return { connection, request, ...(await readyFiles(sources, connection, parts)) };
}

/** From a job file; undefined where the person does not want to send a file from outside the workspace. */
export async function prepareJobFile(
  uri: vscode.Uri,
  isWatched: boolean,
  parts: PrepareParts,
): Promise<PreparedLaunch | undefined> {
  const { launch, jobFile } = await readJobFileAt(uri);
  const connection = connectionNamed(launch.connection, parts);
  if (!isWatched) requireUnattended(connection);
  const sources = sourcesOf(launch, jobFile);
  const strangers = [sources.training, sources.validation]
    .filter((source) => source instanceof vscode.Uri)
    .filter(isOutside);
  if (strangers.length > 0 && !(await mayLeave(strangers, connection, isWatched))) return undefined;
  return { connection, request: launch.request, jobFile, ...(await readyFiles(sources, connection, parts)) };
}

/** From what a person answers; undefined where the person left. */
export async function prepareByAsking(argument: unknown, parts: PrepareParts): Promise<PreparedLaunch | undefined> {
  const trainingFile = (argument instanceof vscode.Uri ? argument : activeDataset()) ?? (await askTrainingFile());
  const connection = trainingFile && (await askConnection(parts));
  if (!connection) return undefined;
  // Problems first: nobody wants to fill in a form to learn that the file is broken.
  const training = await readyTraining(trainingFile, connection, parts);
  const method = methodFor(training.check.format);
  const models = await offeredModels(connection, parts.store);
  const answers = await askLaunchAnswers({ connection, trainingFile, method, models, memory: parts.memory });
  if (!answers) return undefined;
  const { validationFile } = answers;
  return {
    connection,
    request: requestOf(answers, method),
    models,
    training,
    validation: validationFile && (await readyValidation(validationFile, training, connection, parts)),
  };
}

/** The way of training that a format is for. */
function methodFor(format: Format | undefined): MethodName {
  return methodNames.find((name) => format !== undefined && methodFormats[name].includes(format)) ?? 'supervised';
}

function requireUnattended(connection: Connection): void {
  if (mayLaunchUnattended(connection, currentSettings.allowUnattended())) return;
  throw new UserError(
    'launch.unattendedRefused',
    vscode.l10n.t('Launching on {0} without asking is not allowed.', connection.name),
    vscode.l10n.t('The setting finetune.launch.allowUnattended allows it.'),
    { actions: ['openSettings'] },
  );
}

const connectionNamed = (name: string | undefined, { connections }: PrepareParts): Connection =>
  name === undefined ? connections.default() : connections.get(name);

async function askTrainingFile(): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Launch a fine-tuning job');
  const placeholder = vscode.l10n.t('Training file: the examples to learn from');
  const result = await chooseDataset({ title, placeholder });
  return result.type === 'chosen' ? result.value : undefined;
}

/** A file that is named but not checked yet: where it is, or its id at the service. */
type NamedFile = vscode.Uri | { readonly id: string };

interface NamedFiles {
  readonly training: NamedFile;
  readonly validation?: NamedFile | undefined;
}

/** Paths are relative to the job file. */
function sourcesOf({ trainingFile, validationFile }: JobFileLaunch, jobFile: vscode.Uri): NamedFiles {
  const named = (text: string): NamedFile => (isFileId(text) ? { id: text } : fileBeside(jobFile, text));
  return {
    training: named(trainingFile),
    validation: validationFile === undefined ? undefined : named(validationFile),
  };
}

const isOutside = (uri: vscode.Uri): boolean => vscode.workspace.getWorkspaceFolder(uri) === undefined;

/** A job file may come from anybody: what lies elsewhere on the disk is sent only if the person says so. */
async function mayLeave(
  files: readonly vscode.Uri[],
  { name, host }: Connection,
  isWatched: boolean,
): Promise<boolean> {
  const { t } = vscode.l10n;
  const [first] = files;
  if (!isWatched && first) {
    throw new UserError(
      'launch.outsideWorkspace',
      t('{0} is outside the workspace.', addressText(first)),
      t('Launch with a question, which lets a person decide.'),
    );
  }
  const go = t('Send');
  const question = t('Send files from outside the workspace to {0} ({1})?', name, host);
  const detail = files.map(addressText).join('\n');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}

async function readyFiles(
  { training, validation }: NamedFiles,
  connection: Connection,
  parts: PrepareParts,
): Promise<Pick<PreparedLaunch, 'training' | 'validation'>> {
  const ready = training instanceof vscode.Uri ? await readyTraining(training, connection, parts) : training;
  return {
    training: ready,
    validation:
      validation instanceof vscode.Uri ? await readyValidation(validation, ready, connection, parts) : validation,
  };
}

/** Made in the one pass that looks for problems. */
const figures = { tokens: true, sha256: true };

function readyTraining(
  uri: vscode.Uri,
  { target }: Connection,
  { checkOnDisk }: PrepareParts,
): Promise<CheckedDataset> {
  return checkSavedFile(uri, { target, role: 'training', ...figures }, checkOnDisk);
}

function readyValidation(
  uri: vscode.Uri,
  training: LaunchFile,
  { target }: Connection,
  { checkOnDisk }: PrepareParts,
): Promise<CheckedDataset> {
  const compared = 'id' in training ? {} : { trainingFile: training.file.path };
  return checkSavedFile(uri, { target, role: 'validation', ...compared, ...figures }, checkOnDisk);
}
