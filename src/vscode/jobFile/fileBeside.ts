import * as vscode from 'vscode';
import { relativePath } from '../../jobs/relativePath.ts';
import { addressOf, addressText, isAbsolutePath, isUriText } from '../address.ts';

/** The address of a file that a job file names: by a URI, a path on the same file system, or one relative to the job file. */
export function fileBeside(jobFile: vscode.Uri, path: string): vscode.Uri {
  if (isUriText(path)) return addressOf(path);
  if (!isAbsolutePath(path)) return vscode.Uri.joinPath(jobFile, '..', path);
  return jobFile.scheme === 'file' || jobFile.scheme === 'untitled' ? addressOf(path) : jobFile.with({ path });
}

/** How a job file names a file, so that `fileBeside` finds it: relative to it, or by URI where it is on another file system. */
export function pathBeside(jobFile: vscode.Uri, file: vscode.Uri): string {
  if (file.scheme !== jobFile.scheme || file.authority !== jobFile.authority) return addressText(file);
  return file.scheme === 'file' ? relativePath(jobFile.fsPath, file.fsPath) : relativePath(jobFile.path, file.path);
}
