import * as vscode from 'vscode';

/** The part of the API of VS Code's own Git extension that is used. */
interface GitExtension {
  /** False where a person has switched Git off: then there is no API. */
  readonly enabled: boolean;
  getAPI(version: 1): {
    getRepository(uri: vscode.Uri): { readonly state: { readonly HEAD?: { readonly commit?: string } } } | null;
  };
}

/** The commit that a file's folder is at; undefined where it is in no repository that VS Code has open. */
export function gitCommit(uri: vscode.Uri): string | undefined {
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!git?.isActive || !git.exports.enabled) return undefined;
  return git.exports.getAPI(1).getRepository(uri)?.state.HEAD?.commit;
}
