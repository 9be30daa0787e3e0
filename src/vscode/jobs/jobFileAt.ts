import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { launchOf, readJobFile, type JobFileLaunch } from '../../jobs/jobFile.ts';
import { savedUri } from './chosenFile.ts';

/** True for job files, by their name; one that was not saved yet is known by its language and what it holds. */
export function isJobFile(uri: vscode.Uri): boolean {
  if (uri.path.endsWith('.finetune.json')) return true;
  const isOpen = (document: vscode.TextDocument): boolean => document.uri.toString() === uri.toString();
  return uri.scheme === 'untitled' && vscode.workspace.textDocuments.find(isOpen)?.languageId === 'json';
}

/** Saves a job file where it is open and changed, and reads it. Throws a UserError (`launch.badJobFile`) where it is none. */
export async function readJobFileAt(
  uri: vscode.Uri,
): Promise<{ readonly launch: JobFileLaunch; readonly jobFile: vscode.Uri }> {
  const jobFile = await savedUri(uri);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(jobFile));
  const content = readJobFile(text);
  const launch = launchOf(content);
  const [problem] = content.shapeProblems;
  if (launch && !problem) return { launch, jobFile };
  throw new UserError(
    'launch.badJobFile',
    problem?.message ?? vscode.l10n.t('The job file names no model or no training file.'),
    vscode.l10n.t('Fix what is marked in it, then launch again.'),
    { actions: ['openProblems'] },
  );
}
