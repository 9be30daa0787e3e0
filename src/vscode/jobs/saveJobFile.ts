import * as vscode from 'vscode';
import { jobFileText } from '../../jobs/jobFile.ts';
import { pathBeside } from '../jobFile/fileBeside.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';

/** Asks where to keep the job, writes it as a job file whose paths are relative to it, and opens that. */
export async function saveAsJobFile(prepared: PreparedLaunch): Promise<void> {
  const { connection, request, training, validation } = prepared;
  const uri = await vscode.window.showSaveDialog({
    defaultUri: suggestedPlace(training),
    // 'json' is what a dialog takes for the ending of a name that is complete; one without is given the first.
    filters: { [vscode.l10n.t('Job file')]: ['finetune.json', 'json'] },
    title: vscode.l10n.t('Save as Job File'),
  });
  if (!uri) return;
  const named = (source: LaunchFile): string => ('id' in source ? source.id : pathBeside(uri, source.file.uri));
  const text = jobFileText({
    connection: connection.name,
    request,
    trainingFile: named(training),
    validationFile: validation && named(validation),
  });
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri);
}

/** Beside the training file, by its name. */
function suggestedPlace(training: LaunchFile): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  if ('id' in training) return vscode.Uri.joinPath(folder, 'job.finetune.json');
  return vscode.Uri.joinPath(training.file.uri, '..', training.file.name.replace(/\.[^.]*$/, '.finetune.json'));
}
