import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import type { JobEvent } from '../../jobs/api.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import { eventsScheme } from '../ids.ts';
import { jobName } from './jobName.ts';

/** The address of a job's event log. The last part is its title in the tab. */
function eventsUri(record: JobRecord): vscode.Uri {
  const title = `${jobName(record.job)} events.log`.replaceAll('/', '-');
  const query = new URLSearchParams({ connection: record.connection, job: record.job.id }).toString();
  return vscode.Uri.from({ scheme: eventsScheme, path: `/${title}`, query });
}

function recordOf(store: JobStore, uri: vscode.Uri): JobRecord | undefined {
  const query = new URLSearchParams(uri.query);
  return store.get(query.get('connection') ?? '', query.get('job') ?? '');
}

function eventLine(event: JobEvent): string {
  const time = new Date(event.createdAt).toISOString().replace('T', ' ').slice(0, 19);
  return `${time} [${event.level === 'warn' ? 'warning' : event.level}] ${event.message}`;
}

/** Oldest first, times in UTC, one line an event. */
export function eventLog(record: JobRecord): string {
  return record.events.map((event) => `${eventLine(event)}\n`).join('');
}

export interface EventLogs extends Disposable {
  /** Opens the job's event log, a read-only document that grows as events arrive. */
  show(record: JobRecord): Promise<void>;
}

export function registerEventLogs(store: JobStore): EventLogs {
  const owned = new DisposableStore();
  const changed = owned.add(new vscode.EventEmitter<vscode.Uri>());
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(eventsScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent(uri) {
        const record = recordOf(store, uri);
        return record ? eventLog(record) : vscode.l10n.t('This job is no longer listed.');
      },
    }),
  );
  owned.add(
    store.onDidChange((change) => {
      if (change.type === 'connection') return;
      for (const { uri } of vscode.workspace.textDocuments) {
        if (uri.scheme === eventsScheme && new URLSearchParams(uri.query).get('job') === change.id) changed.fire(uri);
      }
    }),
  );
  return {
    async show(record) {
      const document = await vscode.workspace.openTextDocument(eventsUri(record));
      await vscode.languages.setTextDocumentLanguage(document, 'log');
      await vscode.window.showTextDocument(document, { preview: true });
    },
    dispose: () => owned.dispose(),
  };
}
