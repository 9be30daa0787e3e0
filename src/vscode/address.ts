import * as vscode from 'vscode';

/** The address that a text names: an absolute path of this machine, or a URI. */
export function addressOf(text: string): vscode.Uri {
  return isUriText(text) ? vscode.Uri.parse(text, true) : vscode.Uri.file(text);
}

/** The text that names an address: a path where it is on this machine, else its URI. */
export function addressText(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** True for a URI; a scheme has two letters at least, a drive one. */
export const isUriText = (text: string): boolean => /^[a-z][a-z0-9+.-]+:\//i.test(text);

/** True for a path that starts at a root or a drive. */
export const isAbsolutePath = (text: string): boolean => /^([/\\]|[a-z]:[/\\])/i.test(text);
