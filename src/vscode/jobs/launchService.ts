import * as vscode from 'vscode';
import type { ServiceModel } from '../../jobs/api.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import type { Memory } from '../../jobs/features.ts';
import { findBaseModel } from '../../jobs/requestRules/models.ts';
import { failureOf } from '../../jobs/serviceErrors.ts';
import type { JobStore } from '../../jobs/store.ts';
import { pickStep, type StepFrame, type StepOutcome } from '../multiStep.ts';
import { withProgress } from '../progress.ts';
import { lastChoices } from './launchMemory.ts';

/** Lets a person choose the service; the one used last is on top. */
export function chooseConnection(
  { connections, memory }: { readonly connections: Connections; readonly memory: Memory },
  frame: StepFrame,
): Promise<StepOutcome<Connection>> {
  const all = connections.list();
  const last = all.find(({ name }) => name === lastChoices(memory).connection) ?? connections.default();
  const choices = [last, ...all.filter((each) => each !== last)].map((connection) => ({
    label: connection.name,
    description: connection.host,
    value: connection,
  }));
  return pickStep({ ...frame, placeholder: vscode.l10n.t('Service to launch on'), choices });
}

/** The service's models; none where it does not tell. Throws where it cannot be reached, or does not accept the key. */
export function listedModels(connection: Connection): Promise<readonly ServiceModel[]> {
  return withProgress(vscode.l10n.t('Asking {0} for its models', connection.name), async (_, signal) => {
    const api = await connection.open('person', signal);
    return api.listModels(signal).catch((error: unknown) => {
      const { status } = failureOf(error) ?? {};
      // A key for jobs alone may not list models (403); ids can be typed.
      if (status === undefined || status === 401) throw error;
      return [];
    });
  });
}

/** The service's models, those known to be trainable first, and after them what jobs there have made. */
export async function offeredModels(connection: Connection, store: JobStore): Promise<readonly ServiceModel[]> {
  const { t } = vscode.l10n;
  const listed = await listedModels(connection);
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
