import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';

/** Where the reader of one editor was last seen. */
interface Reader {
  /** The first line on the screen, from 0, and what it says. */
  readonly top: number;
  readonly text: string;
  /** The first line that VS Code shows until it has gone to `top`. */
  readonly from?: number;
  readonly isFollowing: boolean;
}

export interface FollowedEnds extends Disposable {
  /** Follows a document from when it is shown, which is to come: by then it may have grown. */
  follow(document: vscode.TextDocument): void;
}

/**
 * Keeps the end of growing documents of a scheme on the screen of who looks at it, as log viewers do. Who scrolls up is
 * left in peace until they are at the end again: what they read stays where it is, also where lines come above it.
 */
export function followEnd(scheme: string): FollowedEnds {
  const owned = new DisposableStore();
  const readers = new Map<vscode.TextEditor, Reader>();
  /** Documents to be followed when they are shown: new ones, and those that were followed when their editor was hidden. */
  const followed = new Set<string>();

  const look = (editor: vscode.TextEditor): void => {
    const { document, visibleRanges } = editor;
    const before = readers.get(editor);
    const [top, bottom] = [visibleRanges[0]?.start.line, visibleRanges.at(-1)?.end.line];
    if (top === undefined || bottom === undefined || top === before?.from) return;
    // The last line is empty.
    const isAtEnd = bottom >= document.lineCount - 2;
    // The document may have grown since the end was called for: only who went up has left it.
    const isWaiting = before !== undefined && before.isFollowing && top >= before.top;
    readers.set(editor, { top, text: textAt(document, top), isFollowing: isAtEnd || isWaiting });
  };
  const meet = (editors: readonly vscode.TextEditor[]): void => {
    const shown = editors.filter(({ document }) => document.uri.scheme === scheme);
    for (const [editor, { isFollowing }] of readers) {
      if (shown.includes(editor)) continue;
      readers.delete(editor);
      const key = editor.document.uri.toString();
      if (isFollowing) followed.add(key);
      else followed.delete(key);
    }
    for (const editor of shown) {
      if (readers.has(editor)) continue;
      look(editor);
      if (!followed.delete(editor.document.uri.toString())) continue;
      readers.set(editor, { top: 0, text: '', isFollowing: true });
      revealEnd(editor);
    }
  };
  owned.add(vscode.window.onDidChangeVisibleTextEditors(meet));
  owned.add(
    vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      if (textEditor.document.uri.scheme === scheme) look(textEditor);
    }),
  );
  owned.add(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.uri.scheme !== scheme || contentChanges.length === 0) return;
      for (const [editor, reader] of readers) {
        if (editor.document !== document) continue;
        if (reader.isFollowing) revealEnd(editor);
        else readers.set(editor, keptInPlace(editor, reader, contentChanges));
      }
    }),
  );
  owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => followed.delete(uri.toString())));
  meet(vscode.window.visibleTextEditors);
  return {
    follow: ({ uri }) => followed.add(uri.toString()),
    dispose: () => owned.dispose(),
  };
}

const textAt = (document: vscode.TextDocument, line: number): string =>
  line < document.lineCount ? document.lineAt(line).text : '';

/** Goes to where the reader's first line is after these changes. */
function keptInPlace(
  editor: vscode.TextEditor,
  reader: Reader,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): Reader {
  const top = placeOf(editor.document, reader, changes);
  if (top === reader.top) return reader;
  revealAtTop(editor, top);
  return { ...reader, top, from: reader.from ?? reader.top };
}

/** The line that a reader's first line is after these changes. */
function placeOf(
  document: vscode.TextDocument,
  { top, text }: Reader,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): number {
  const added = changes
    .filter(({ range }) => range.end.line <= top)
    .reduce((sum, { range, text }) => sum + text.split('\n').length - 1 - (range.end.line - range.start.line), 0);
  if (textAt(document, top + added) === text) return top + added;
  // News at both ends are one change, of the whole document.
  for (let line = top; line < document.lineCount; line++) if (textAt(document, line) === text) return line;
  return top;
}

function revealEnd(editor: vscode.TextEditor): void {
  editor.revealRange(endOf(editor.document));
}

/** VS Code leaves room above for lines that stick there, and for those that are to surround the cursor. */
function revealAtTop(editor: vscode.TextEditor, top: number): void {
  const settings = vscode.workspace.getConfiguration('editor', editor.document);
  const sticky = settings.get('stickyScroll.enabled', true) ? settings.get('stickyScroll.maxLineCount', 5) : 0;
  const line = top + Math.max(sticky, settings.get('cursorSurroundingLines', 0));
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
}

/** The place after the last character. */
export function endOf({ lineCount }: vscode.TextDocument): vscode.Range {
  return new vscode.Range(lineCount - 1, 0, lineCount - 1, 0);
}
