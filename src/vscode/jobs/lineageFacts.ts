import * as vscode from 'vscode';
import { addressOf } from '../address.ts';
import type { FormerJob, LaunchedFile, Lineage } from '../../jobs/journal.ts';

/** What a job was made from on this machine, as name and value; says where a file is no longer what was sent. */
export async function lineageFacts(
  { training, validation, jobFile, gitCommit, formerJob }: Lineage,
  sha256Of: (path: string) => Promise<string | undefined>,
): Promise<readonly (readonly [string, string])[]> {
  const { t } = vscode.l10n;
  const facts: (readonly [string, string])[] = [];
  for (const [name, file] of [
    [t('Training data'), training],
    [t('Validation data'), validation],
  ] as const) {
    if (file) facts.push([name, `${shown(file.path)}${await change(file, sha256Of)}`]);
  }
  if (training) facts.push([t('SHA-256 of the training data'), training.sha256]);
  if (gitCommit !== undefined) facts.push([t('Git commit'), gitCommit]);
  if (jobFile !== undefined) facts.push([t('Job file'), shown(jobFile)]);
  if (formerJob) facts.push([t('Launched again from'), formerJobText(formerJob)]);
  return facts;
}

function formerJobText({ id, connection, jobFile }: FormerJob): string {
  const place = jobFile === undefined ? connection : shown(jobFile);
  return [id, place].filter((part) => part !== undefined && part !== '').join(', ');
}

const shown = (path: string): string => vscode.workspace.asRelativePath(addressOf(path));

async function change(
  { path, sha256 }: LaunchedFile,
  sha256Of: (path: string) => Promise<string | undefined>,
): Promise<string> {
  const { t } = vscode.l10n;
  const now = await sha256Of(path);
  if (now === undefined) return t(' (the file is gone)');
  return now === sha256 ? '' : t(' (the file changed since)');
}
