import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { Clock } from '../../common/time.ts';
import { epochCount, epochSpans } from '../../jobs/eventLog/epochs.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { JobIdentity } from '../../webview/messages.ts';
import { eventsScheme } from '../ids.ts';
import { EventFiles, eventsUri } from './eventFiles.ts';
import { endOf, followEnd } from './followEnd.ts';

export interface EventLogs extends Disposable {
  /** Opens the job's event log at its end: a read-only document that grows as events arrive. */
  show(record: JobRecord): Promise<void>;
}

/** `ask` brings all events of a job, also of one that this window has not listed. */
export function registerEventLogs(store: JobStore, clock: Clock, ask: (job: JobIdentity) => void): EventLogs {
  const owned = new DisposableStore();
  const files = owned.add(new EventFiles({ store, clock, ask }));
  const isReadonly = new vscode.MarkdownString(vscode.l10n.t('A log is written by the service alone.'));
  owned.add(vscode.workspace.registerFileSystemProvider(eventsScheme, files, { isReadonly, isCaseSensitive: true }));
  owned.add(
    vscode.languages.registerFoldingRangeProvider(
      { scheme: eventsScheme },
      { provideFoldingRanges: (document) => epochRanges(files, document) },
    ),
  );
  const ends = owned.add(followEnd(eventsScheme));
  return {
    async show(record) {
      const uri = eventsUri(record);
      const document = await vscode.workspace.openTextDocument(uri);
      const isShown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
      if (!isShown) ends.follow(document);
      await vscode.window.showTextDocument(document, {
        preview: true,
        ...(!isShown && { selection: endOf(document) }),
      });
    },
    dispose: () => owned.dispose(),
  };
}

/** One range an epoch; what is told between epochs, such as a checkpoint, stays in sight when all are folded. */
function epochRanges(files: EventFiles, document: vscode.TextDocument): vscode.FoldingRange[] {
  const text = files.textOf(document.uri);
  const record = files.recordOf(document.uri);
  if (!text || !record) return [];
  return epochSpans(text.events, epochCount(record.job)).flatMap(({ first, last }) => {
    const [start, end] = [text.linesOf(first).first, text.linesOf(last).last];
    // More may be known than the document has yet.
    return start < end && end < document.lineCount ? new vscode.FoldingRange(start, end) : [];
  });
}
