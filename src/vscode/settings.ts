import * as vscode from 'vscode';
import { settings } from './ids.ts';

function read<T>(id: string, fallback: T, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration(undefined, scope).get<T>(id) ?? fallback;
}

/** The settings as typed values, read when asked. */
export const currentSettings = {
  datasetFiles: (scope: vscode.Uri): readonly string[] => read<readonly string[]>(settings.datasetFiles, [], scope),
  allowUnattended: (): boolean => read(settings.allowUnattended, false),
  /** 0 = any free port. */
  localServerPort: (): number => read(settings.localServerPort, 0),
};
