import * as vscode from 'vscode';

/** What `editor.codeActionsOnSave` and the command Fix All ask for. */
export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('finetune');

/** Everything that fixes of datasets are. */
export const fixKinds: readonly vscode.CodeActionKind[] = [vscode.CodeActionKind.QuickFix, fixAllKind];
