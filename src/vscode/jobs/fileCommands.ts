import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import { fileKey, modelKey, type Deleted } from '../../jobs/deleted.ts';
import { featuresOf } from '../../jobs/connections.ts';
import type { Feature } from '../../jobs/features.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { chooseJob, type ChoosingParts } from './chooseJob.ts';
import { fileRows } from './details.ts';
import type { FilePlace } from './uploadedContent.ts';

export interface DeletionParts extends ChoosingParts {
  readonly deleted: Deleted;
  /** Name and size of a file, as far as they are known; else ''. */
  readonly fileText: (connection: string, file: string) => string;
}

/**
 * The file that a command is for: of a row, of `{file, connection?}`, or of one that the person chooses among the files of a
 * job. Undefined where the person left.
 */
export async function chooseFile(
  argument: unknown,
  parts: DeletionParts,
  feature: 'fileContent' | 'deleteFile',
): Promise<FilePlace | undefined> {
  if (isObject(argument) && typeof argument.file === 'string') {
    const { record, connection } = argument;
    const name = isObject(record) ? record.connection : connection;
    return { file: argument.file, connection: typeof name === 'string' ? name : parts.connections.default().name };
  }
  const record = await chooseJob(
    argument,
    parts,
    (each) => can(each, feature, parts) && filesOf(each, parts).length > 0,
  );
  if (!record) return undefined;
  const items = filesOf(record, parts).map(({ file, role }) => ({
    label: parts.fileText(record.connection, file) || file,
    description: role,
    detail: file,
    file,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which file?') });
  return chosen && { connection: record.connection, file: chosen.file };
}

const filesOf = (record: JobRecord, { deleted }: DeletionParts) =>
  fileRows(record).filter(({ file }) => !deleted.has(fileKey(record.connection, file)));

/** Asks, then deletes a file from its service. A program says `confirm: true` instead. */
export async function deleteFile(argument: unknown, parts: DeletionParts): Promise<void> {
  const { t } = vscode.l10n;
  const place = await chooseFile(argument, parts, 'deleteFile');
  if (!place) return;
  const connection = parts.connections.get(place.connection);
  if (!(isObject(argument) && argument.confirm === true)) {
    const name = parts.fileText(place.connection, place.file) || place.file;
    const question = t('Delete {0} from {1}?', name, `${connection.name} (${connection.host})`);
    const users = parts.store.list(place.connection).filter((record) => fileRows(record).some(isFile(place)));
    const count = users.length === 1 ? t('1 job names it.') : t('{0} jobs name it.', users.length);
    const detail = `${place.file}\n${count} ${t('This cannot be undone.')}`;
    const yes = t('Delete');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  }
  const api = await connection.open('person');
  await api.deleteFile(place.file);
  parts.deleted.add(fileKey(place.connection, place.file));
}

const isFile =
  ({ file }: FilePlace) =>
  (row: { readonly file: string }): boolean =>
    row.file === file;

/** Has the name typed, then deletes a fine-tuned model. A program says `confirm: MODEL` instead. */
export async function deleteModel(argument: unknown, parts: DeletionParts): Promise<void> {
  const { t } = vscode.l10n;
  const found = await chooseModel(argument, parts);
  if (!found) return;
  const connection = parts.connections.get(found.connection);
  const { model } = found;
  const given =
    isObject(argument) && typeof argument.confirm === 'string'
      ? argument.confirm
      : await vscode.window.showInputBox({
          title: t('Delete a model of {0}', `${connection.name} (${connection.host})`),
          prompt: t('Type {0} to delete it for good: who uses it gets errors from then on.', model),
          ignoreFocusOut: true,
          validateInput: (text) => (text === '' || text === model ? undefined : t('This is not its name.')),
        });
  if (given === undefined || given === '') return;
  if (given !== model) throw new UserError('model.notConfirmed', t('{0} is not the name of the model.', given));
  const api = await connection.open('person');
  await api.deleteModel(model);
  parts.deleted.add(modelKey(connection.name, model));
}

async function chooseModel(
  argument: unknown,
  parts: DeletionParts,
): Promise<{ readonly connection: string; readonly model: string } | undefined> {
  if (isObject(argument) && typeof argument.model === 'string') {
    const { record, connection } = argument;
    const name = isObject(record) ? record.connection : connection;
    return { model: argument.model, connection: typeof name === 'string' ? name : parts.connections.default().name };
  }
  const record = await chooseJob(argument, parts, (candidate) => hasModel(candidate, parts));
  return record?.job.fineTunedModel === undefined
    ? undefined
    : { connection: record.connection, model: record.job.fineTunedModel };
}

function hasModel(record: JobRecord, parts: DeletionParts): boolean {
  const { fineTunedModel } = record.job;
  if (fineTunedModel === undefined || !can(record, 'deleteModel', parts)) return false;
  return !parts.deleted.has(modelKey(record.connection, fineTunedModel));
}

const can = ({ connection }: JobRecord, feature: Feature, { connections }: DeletionParts): boolean =>
  featuresOf(connections, connection)?.lacks(feature) !== true;
