import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable.ts';

/** Markdown that was made to be read once, as read-only documents that last as long as they are open. */
export interface Reports {
  /** Opens a text as `NAME.md`; `beside`: in the column that has one already, else beside the active one. */
  show(name: string, text: string, where?: 'active' | 'beside'): Promise<void>;
}

/**
 * Reports under one scheme; `gone` stands where the window that knew the text was closed. Each is a document of its own:
 * VS Code would show the text of an older one for a while.
 */
export function registerReports(scheme: string, gone: string): Reports & Disposable {
  const owned = new DisposableStore();
  const texts = new Map<string, string>();
  let count = 0;
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? gone,
    }),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())));
  return {
    async show(name, text, where = 'active') {
      const uri = vscode.Uri.from({ scheme, path: `/${name.replaceAll('/', '-')}.md`, fragment: String(++count) });
      texts.set(uri.toString(), text);
      const { Active, Beside } = vscode.ViewColumn;
      const viewColumn = where === 'active' ? Active : (columnOf(scheme) ?? Beside);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true, viewColumn });
    },
    dispose: () => owned.dispose(),
  };
}

function columnOf(scheme: string): vscode.ViewColumn | undefined {
  const isReport = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.scheme === scheme;
  return vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isReport))?.viewColumn;
}
