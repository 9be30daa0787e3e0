import * as vscode from 'vscode';
import { isObject } from '../../common/json.ts';
import type { LaunchRequest } from '../../jobs/request.ts';
import { counted } from '../plural.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';

/** The one question before anything is sent, with the facts it is about. True = go. */
export async function confirmLaunch(facts: PreparedLaunch, warnings: readonly string[]): Promise<boolean> {
  const { t } = vscode.l10n;
  const go = t('Launch');
  const chosen = await vscode.window.showInformationMessage(
    t('Launch this fine-tuning job?'),
    { modal: true, detail: detail(facts, warnings) },
    go,
  );
  return chosen === go;
}

function detail({ request, training, validation, connection }: PreparedLaunch, warnings: readonly string[]): string {
  const { t } = vscode.l10n;
  const { type, epochs } = methodOf(request);
  const where =
    connection.kind === 'local'
      ? t('Local server on this machine ({0}), free', connection.host)
      : t('{0} ({1})', connection.name, connection.host);
  const lines = [
    t('Training: {0}', datasetText(training)),
    validation ? t('Validation: {0}', datasetText(validation)) : t('Validation: none'),
    t('Model: {0}', request.model),
    t('Method: {0}, epochs: {1}', type, epochs),
    ...(request.suffix === undefined ? [] : [t('Suffix: {0}', request.suffix)]),
    t('On: {0}', where),
    ...warnings.map((warning) => t('Warning: {0}', warning)),
  ];
  return lines.join('\n');
}

function methodOf({ method }: LaunchRequest): { readonly type: string; readonly epochs: string } {
  const type = typeof method?.type === 'string' ? method.type : 'supervised';
  const block = method?.[type];
  const hyperparameters = isObject(block) && isObject(block.hyperparameters) ? block.hyperparameters : {};
  const { n_epochs = 'auto' } = hyperparameters;
  return { type, epochs: typeof n_epochs === 'string' ? n_epochs : JSON.stringify(n_epochs) };
}

function datasetText(source: LaunchFile): string {
  if ('id' in source) return source.id;
  const { file, check } = source;
  const parts = [file.name, counted.examples(check.examples)];
  if (check.warnings > 0) parts.push(counted.warnings(check.warnings));
  return parts.join(', ');
}
