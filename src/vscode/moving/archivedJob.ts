import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import { archiveFiles, jobFiles } from '../../jobs/archive/layout.ts';
import { readIndex, type ArchiveIndex } from '../../jobs/archive/archiveIndex.ts';
import { isFileId } from '../../jobs/fileId.ts';
import type { MovingFile, MovingJob } from '../../jobs/moving/movingJob.ts';
import { readJob } from '../../jobs/wire.ts';
import { addressText } from '../address.ts';
import { fileBeside } from '../jobFile/fileBeside.ts';
import { readJobFileAt } from '../jobs/jobFileAt.ts';

/**
 * The job of a job file: of an archive, with the record of the old job beside it and the hashes of its files in the index;
 * or any other one. Its files have to lie in the archive, or in the workspace. Throws UserErrors (`launch.badJobFile`,
 * `moving.outside`).
 */
export async function archivedJob(jobFileUri: vscode.Uri): Promise<MovingJob> {
  const { launch, jobFile } = await readJobFileAt(jobFileUri);
  const record = await read(vscode.Uri.joinPath(jobFile, '..', jobFiles.record));
  const old = record === undefined ? undefined : readJob(parsed(record));
  const root = vscode.Uri.joinPath(jobFile, '..', '..', '..');
  const index = old && readIndex((await read(vscode.Uri.joinPath(root, archiveFiles.index))) ?? '');
  const file = (name: string, id: string | undefined): MovingFile => {
    if (isFileId(name)) return { id: name };
    const uri = fileBeside(jobFile, name);
    requireInside(uri, index ? root : vscode.Uri.joinPath(jobFile, '..'));
    return { path: addressText(uri), sha256: index && hashOf(uri, root, index), id };
  };
  const { request, trainingFile, validationFile } = launch;
  return {
    name: request.suffix ?? old?.suffix ?? request.model,
    from: { id: old?.id ?? '', jobFile: addressText(jobFile) },
    request,
    training: file(trainingFile, old?.trainingFile),
    validation: validationFile === undefined ? undefined : file(validationFile, old?.validationFile),
  };
}

async function read(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    // A job file that stands alone has nothing beside it.
    if (error instanceof vscode.FileSystemError) return undefined;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** What the index says of a file of the archive. */
function hashOf(uri: vscode.Uri, root: vscode.Uri, { contents }: ArchiveIndex): string | undefined {
  return contents[uri.path.slice(root.path.length + 1)]?.sha256;
}

/** A job file may come from anybody: it does not choose what else on the disk is sent. */
function requireInside(uri: vscode.Uri, folder: vscode.Uri): void {
  const isBelow = uri.toString().startsWith(`${folder.toString()}/`);
  const isInside = isBelow || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  if (isInside) return;
  const { t } = vscode.l10n;
  throw new UserError(
    'moving.outside',
    t('{0} is outside the archive and the workspace.', uri.fsPath),
    t('Launch the job file itself, which asks whether to send it.'),
  );
}
