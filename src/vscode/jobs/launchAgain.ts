import * as vscode from 'vscode';
import { isFileId } from '../../jobs/fileId.ts';
import { jobFileText } from '../../jobs/jobFile.ts';
import type { LaunchJournal } from '../../jobs/journal.ts';
import { relaunchOf } from '../../jobs/relaunch.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { addressOf } from '../address.ts';
import { pathBeside } from '../jobFile/fileBeside.ts';
import { jobName } from './jobName.ts';

/** Opens what made a job as a job file that is not saved yet: to be changed, and launched by its lens. */
export async function launchAgain({ connection, job }: JobRecord, journal: LaunchJournal): Promise<void> {
  const again = relaunchOf(connection, job, await journal.launchOf(connection, job.id));
  const uri = await freePlace(jobName(job));
  const named = (path: string): string => (isFileId(path) ? path : pathBeside(uri, addressOf(path)));
  const { trainingFile, validationFile } = again;
  const text = jobFileText({
    ...again,
    trainingFile: named(trainingFile),
    validationFile: validationFile === undefined ? undefined : named(validationFile),
  });
  const document = await vscode.workspace.openTextDocument(uri.with({ scheme: 'untitled' }));
  const editor = await vscode.window.showTextDocument(document);
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  await editor.edit((edit) => edit.replace(all, text));
}

/** A name in the workspace that no file has. */
async function freePlace(name: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const plain = name.replaceAll(/[^\w.-]+/g, '-');
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, `${plain}${number === 1 ? '' : `-${number}`}.finetune.json`);
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) return uri;
  }
}
