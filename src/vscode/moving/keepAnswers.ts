import * as vscode from 'vscode';
import type { Clock } from '../../common/time.ts';
import { answerFolder } from '../../disk/answerFolder.ts';
import { parseAnswerArgument, type AnswerArgument } from '../../jobs/answers/answerArgument.ts';
import { answerModels, type AskedModel, type ModelAnswers } from '../../jobs/answers/answerModels.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import type { JobStore } from '../../jobs/store.ts';
import type { CheckedDataset, CheckOnDisk } from '../dataset/diskCheck.ts';
import { uriOf } from '../jobs/chosenFile.ts';
import { chooseDataset } from '../jobs/datasetPicker.ts';
import { offeredModels } from '../jobs/launchService.ts';
import { modelChoice } from '../jobs/modelChoice.ts';
import { requireUnattended } from '../jobs/unattended.ts';
import { pickStep, type Choice } from '../multiStep.ts';
import { counted } from '../plural.ts';
import { withProgress } from '../progress.ts';

export interface AnswerParts {
  readonly connections: Connections;
  readonly store: JobStore;
  readonly checkOnDisk: CheckOnDisk;
  readonly clock: Clock;
}

/** A model of a connection. */
interface ChosenModel {
  readonly connection: Connection;
  readonly model: string;
}

interface Order {
  readonly heldOut: vscode.Uri;
  readonly models: readonly ChosenModel[];
  readonly folder: vscode.Uri;
  /** A program asked for it, and no person is there. */
  readonly isUnattended: boolean;
}

/**
 * `finetune.keepAnswers`: asks the old and the new model the same held-out file, and keeps what they answer beside an
 * archive. The argument of a program is `{heldOut, models: [{connection, model}], folder, confirm?}`; without one the person
 * is asked. Gives where the answers are; undefined where the person left.
 */
export async function keepModelAnswers(
  argument: unknown,
  parts: AnswerParts,
): Promise<readonly ModelAnswers[] | undefined> {
  const given = parseAnswerArgument(argument);
  const order = given ? givenOrder(given, parts.connections) : await askOrder(parts);
  if (!order) return undefined;
  const { heldOut, models, folder, isUnattended } = order;
  if (isUnattended) for (const { connection } of models) requireUnattended(connection);
  const checked = await parts.checkOnDisk(heldOut, { sha256: true, tokens: true });
  if (!isUnattended && !(await confirm(order, checked))) return undefined;
  const { t } = vscode.l10n;
  const kept = await withProgress(t('Keeping the answers to {0}', checked.file.name), async (report, signal) => {
    const asked: AskedModel[] = [];
    for (const { connection, model } of models) {
      asked.push({ host: connection.host, model, api: await connection.open('person', signal) });
    }
    return answerModels({
      folder: answerFolder(folder.fsPath, checked.file.path, checked.check.sha256 ?? ''),
      models: asked,
      clock: parts.clock,
      random: Math.random,
      signal,
      onProgress: ({ model }, done) => report(t('{0}: {1} of {2}', model, done, checked.check.examples)),
    });
  });
  if (!isUnattended) await tell(kept, folder);
  return kept;
}

function givenOrder({ heldOut, models, folder, confirm }: AnswerArgument, connections: Connections): Order {
  return {
    heldOut: uriOf(heldOut),
    models: models.map(({ connection, model }) => ({ connection: connections.get(connection), model })),
    folder: uriOf(folder),
    isUnattended: !confirm,
  };
}

async function askOrder(parts: AnswerParts): Promise<Order | undefined> {
  const { t } = vscode.l10n;
  const title = t('Keep the answers of models');
  const placeholder = t('Held-out file: examples that none of the models was trained on');
  const heldOut = await chooseDataset({ title, placeholder });
  if (heldOut.type !== 'chosen' || !heldOut.value) return undefined;
  const old = await askModel(t('The old model'), parts);
  const next = old && (await askModel(t('The new model'), parts));
  if (!next) return undefined;
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: t('Archive to keep the answers in'),
      openLabel: t('Keep Here'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return folder && { heldOut: heldOut.value, models: [old, next], folder, isUnattended: false };
}

async function askModel(title: string, { connections, store }: AnswerParts): Promise<ChosenModel | undefined> {
  const { t } = vscode.l10n;
  const choices = connections
    .list()
    .map((connection) => ({ label: connection.name, description: connection.host, value: connection }));
  const service =
    choices.length > 1
      ? await pickStep({ title, placeholder: t('Service that has the model'), choices })
      : ({ type: 'chosen', value: connections.default() } as const);
  if (service.type !== 'chosen') return undefined;
  const connection = service.value;
  const models = await offeredModels(connection, store);
  const model = await pickStep({
    title,
    placeholder: t('Model to ask; type the id of one that is not listed'),
    choices: models.map((each) => modelChoice(each, connection.host, models)),
    typed: (id: string): Choice<string> => ({ label: id, value: id, description: t('as typed') }),
  });
  return model.type === 'chosen' ? { connection, model: model.value } : undefined;
}

/** Asking costs money elsewhere than on this machine. */
async function confirm({ models, folder }: Order, { file, check }: CheckedDataset): Promise<boolean> {
  const { t } = vscode.l10n;
  const question = t('Ask {0} models the {1} of {2}?', models.length, counted.examples(check.examples), file.name);
  const lines = models.map(({ connection, model }) => t('{0} on {1} ({2})', model, connection.name, connection.host));
  const tokens = check.tokens === undefined ? [] : [t('{0} for each, and their answers', counted.tokens(check.tokens))];
  const detail = [...lines, ...tokens, t('Kept in {0}', folder.fsPath)].join('\n');
  const go = t('Ask');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, go)) === go;
}

async function tell(kept: readonly ModelAnswers[], folder: vscode.Uri): Promise<void> {
  const { t } = vscode.l10n;
  const [first] = kept;
  if (!first) return;
  const open = t('Open');
  const text = t('The answers of {0} models to {1} rows are kept.', kept.length, first.rows);
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  for (const { path } of kept) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, path), { preview: false });
  }
}
