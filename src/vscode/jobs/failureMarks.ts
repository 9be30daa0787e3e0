import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { failureLocations } from '../../jobs/failureLocations.ts';
import type { Lineage } from '../../jobs/journal.ts';
import { changedJobs, type JobRecord, type JobStore } from '../../jobs/store.ts';
import { addressOf } from '../address.ts';
import { diagnosticsOwner } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { failurePlace } from './failurePlace.ts';
import { jobName } from './jobName.ts';

interface FailureMarkParts {
  readonly store: JobStore;
  readonly reporter: Reporter;
  /** What a job was launched from; undefined for one that was launched elsewhere. */
  readonly lineageOf: (connection: string, jobId: string) => Promise<Lineage | undefined>;
  /** SHA-256 of a file's content, hexadecimal; undefined where it cannot be read. */
  readonly sha256OfSaved: (path: string) => Promise<string | undefined>;
}

/** Marks in the files that were uploaded, at the lines that a service speaks of. */
export interface FailureMarks extends Disposable {
  /** Marks a file that the service did not take. `path` as in `SavedFile`. */
  markRefused(path: string, connection: string, words: string): void;
  /** Marks one place that a service did not take. */
  markPlace(uri: vscode.Uri, range: vscode.Range, message: string): void;
  /** Takes the marks of a file away: it is sent once more. */
  clear(uri: vscode.Uri): void;
}

/**
 * Marks the lines that a failed job's service complains about in the file that was uploaded. A job that failed before this
 * window saw it marks only a file that is still the same; the marks go when the file is saved.
 */
export function registerFailureMarks({ store, reporter, lineageOf, sha256OfSaved }: FailureMarkParts): FailureMarks {
  const owned = new DisposableStore();
  const marks = owned.add(vscode.languages.createDiagnosticCollection(`${diagnosticsOwner}.failures`));
  const mark = async (record: JobRecord, isNews: boolean): Promise<void> => {
    const { job, connection } = record;
    const lineage = await lineageOf(connection, job.id);
    const file = failurePlace(record, lineage)?.file;
    if (!file) return;
    const content = await sha256OfSaved(file.path);
    if (content === undefined || (content !== file.sha256 && !isNews)) return;
    marks.set(addressOf(file.path), ofJob(record, content !== file.sha256));
  };
  owned.add(
    store.onDidChange((change) => {
      const before = change.type === 'job' ? change.previousStatus : undefined;
      if (before === 'failed') return;
      for (const id of changedJobs(change)) {
        const record = store.get(change.connection, id);
        if (record?.job.status !== 'failed' || failureLocations(record.job.error?.message ?? '').length === 0) continue;
        reporter.runQuietly('Marking lines of a failed job', () => mark(record, before !== undefined));
      }
    }),
  );
  owned.add(vscode.workspace.onDidSaveTextDocument(({ uri }) => marks.delete(uri)));
  return {
    markRefused(path, connection, words) {
      const message = vscode.l10n.t('{0} did not take this file: {1}', connection, words);
      marks.set(addressOf(path), diagnostics({ message, words, code: 'refused' }));
    },
    markPlace: (uri, range, message) => marks.set(uri, [diagnosticAt(range, message, 'refused')]),
    clear: (uri) => marks.delete(uri),
    dispose: () => owned.dispose(),
  };
}

function ofJob({ job, connection }: JobRecord, hasChanged: boolean): vscode.Diagnostic[] {
  const { t } = vscode.l10n;
  const { message: words = '', code = 'failed' } = job.error ?? {};
  const what = t('The job "{0}" on {1} failed: {2}', jobName(job), connection, words);
  const message = hasChanged ? `${what} ${t('The file has changed since it was uploaded.')}` : what;
  return diagnostics({ message, words, code });
}

interface Complaint {
  readonly message: string;
  /** The service's own, which tell the lines. */
  readonly words: string;
  readonly code: string;
}

function diagnostics({ message, words, code }: Complaint): vscode.Diagnostic[] {
  return failureLocations(words).map(({ line }) => {
    const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
    return diagnosticAt(range, message, code);
  });
}

function diagnosticAt(range: vscode.Range, message: string, code: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  diagnostic.source = diagnosticsOwner;
  diagnostic.code = code;
  return diagnostic;
}
