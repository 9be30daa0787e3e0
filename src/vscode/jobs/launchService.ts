import * as vscode from 'vscode';
import type { ServiceModel } from '../../jobs/api.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import type { Memory } from '../../jobs/features.ts';
import { findBaseModel } from '../../jobs/requestRules/models.ts';
import type { JobStore } from '../../jobs/store.ts';
import { pickStep } from '../multiStep.ts';
import { withProgress } from '../progress.ts';
import { lastChoices } from './launchMemory.ts';

/** Where there is more than the local server a person says which; the one used last is on top. */
export async function askConnection({
  connections,
  memory,
}: {
  readonly connections: Connections;
  readonly memory: Memory;
}): Promise<Connection | undefined> {
  const all = connections.list();
  if (all.length < 2) return connections.default();
  const { t } = vscode.l10n;
  const last = all.find(({ name }) => name === lastChoices(memory).connection) ?? connections.default();
  const choices = [last, ...all.filter((each) => each !== last)].map((connection) => ({
    label: connection.name,
    description: connection.host,
    value: connection,
  }));
  const title = t('Launch a fine-tuning job');
  const result = await pickStep({ title, placeholder: t('Service to launch on'), choices });
  return result.type === 'chosen' ? result.value : undefined;
}

/** The service's models, those known to be trainable first, and after them what jobs there have made. */
export async function offeredModels(connection: Connection, store: JobStore): Promise<readonly ServiceModel[]> {
  const { t } = vscode.l10n;
  const listed = await withProgress(t('Asking {0} for its models', connection.name), async (_, signal) => {
    const api = await connection.open('person', signal);
    return api.listModels(signal);
  });
  const made = store
    .list(connection.name)
    .flatMap(({ job, checkpoints }) => [
      ...(job.fineTunedModel === undefined ? [] : [{ id: job.fineTunedModel, ownedBy: t('fine-tuned here') }]),
      ...checkpoints.map(({ model, stepNumber }) => ({ id: model, ownedBy: t('checkpoint of step {0}', stepNumber) })),
    ]);
  const isKnown = ({ id }: ServiceModel): boolean => findBaseModel(id) !== undefined;
  const ids = new Set(listed.map(({ id }) => id));
  const sorted = [...listed.filter(isKnown), ...listed.filter((model) => !isKnown(model))];
  return [...sorted, ...made.filter(({ id }) => id !== '' && !ids.has(id))];
}
