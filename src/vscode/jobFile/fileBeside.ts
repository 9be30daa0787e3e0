import * as vscode from 'vscode';

/** The address of a file that a job file names: by a path of its own, or one relative to the job file. */
export function fileBeside(jobFile: vscode.Uri, path: string): vscode.Uri {
  const isAbsolute = /^([/\\]|[a-z]:[/\\])/i.test(path);
  return isAbsolute ? vscode.Uri.file(path) : vscode.Uri.joinPath(jobFile, '..', path);
}
