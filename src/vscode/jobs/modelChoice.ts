import * as vscode from 'vscode';
import type { ServiceModel } from '../../jobs/api.ts';
import { modelEnd } from '../../jobs/modelEnd.ts';
import type { Choice } from '../multiStep.ts';

/** A model to choose, with the day that it ends where that is known; `models` are all that its service lists. */
export function modelChoice(model: ServiceModel, host: string, models: readonly ServiceModel[]): Choice<string> {
  const end = modelEnd(model.id, { host, models });
  const parts = [model.ownedBy, end && vscode.l10n.t('ends on {0}', end.day)];
  const description = parts.filter((part) => part !== undefined).join(', ');
  return { label: model.id, value: model.id, ...(description !== '' && { description }) };
}
