import * as vscode from 'vscode';
import type { Target } from '../dataset/targets.ts';
import { settings } from './ids.ts';

function read<T>(id: string, fallback: T, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration(undefined, scope).get<T>(id) ?? fallback;
}

/** The settings as typed values, read when asked. */
export const currentSettings = {
  datasetFiles: (scope: vscode.Uri): readonly string[] => read<readonly string[]>(settings.datasetFiles, [], scope),
  datasetTarget: (scope: vscode.Uri): Target => read<Target>(settings.datasetTarget, 'openai', scope),
  /** '' = the default model of the target. */
  datasetModel: (scope: vscode.Uri): string => read(settings.datasetModel, '', scope),
  tokenHints: (scope: vscode.Uri): boolean => read(settings.tokenHints, true, scope),
  /** Validation file -> its training file, both relative to the workspace folder; '' = no training file. */
  validationFiles: (scope: vscode.Uri): Readonly<Record<string, string>> => read(settings.validationFiles, {}, scope),
  /** As the person wrote them: nothing is checked. */
  connections: (): unknown => read<unknown>(settings.connections, []),
  /** '' = the local one. */
  defaultConnection: (): string => read(settings.defaultConnection, ''),
  /** As the person wrote them: nothing is checked. */
  prices: (): unknown => read<unknown>(settings.prices, []),
  tellsEnds: (): boolean => read(settings.tellsEnds, true),
  /** For all windows of the person. */
  setTellsEnds: (tellsEnds: boolean): Thenable<void> =>
    vscode.workspace.getConfiguration().update(settings.tellsEnds, tellsEnds, vscode.ConfigurationTarget.Global),
  allowUnattended: (): boolean => read(settings.allowUnattended, false),
  /** 0 = any free port. */
  localServerPort: (): number => read(settings.localServerPort, 0),
  /** As the person wrote them: nothing is checked. */
  localServerEngines: (): unknown => read<unknown>(settings.localServerEngines, []),
};
