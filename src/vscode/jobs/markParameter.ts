import * as vscode from 'vscode';
import { errorText } from '../../common/errors.ts';
import { readJobFile } from '../../jobs/jobFile.ts';
import { parameterPlace } from '../../jobs/parameterPlace.ts';
import { failureOf } from '../../jobs/serviceErrors.ts';
import type { FailureMarks } from './failureMarks.ts';

/** Marks in a job file the parameter that the service refused, where it named one. */
export async function markParameter(jobFile: vscode.Uri, error: unknown, marks: FailureMarks): Promise<void> {
  const { param } = failureOf(error) ?? {};
  if (param === undefined) return;
  const document = await vscode.workspace.openTextDocument(jobFile);
  const place = parameterPlace(readJobFile(document.getText()), param);
  if (!place) return;
  const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  marks.markPlace(jobFile, range, errorText(error));
}
