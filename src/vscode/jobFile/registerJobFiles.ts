import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { dayOf, type Clock } from '../../common/time.ts';
import type { Connections } from '../../jobs/connections.ts';
import { commands, diagnosticsOwner } from '../ids.ts';
import type { Reporter } from '../report.ts';

interface JobFileParts {
  readonly connections: Connections;
  readonly clock: Clock;
  readonly reporter: Reporter;
}

const jobFiles: vscode.DocumentSelector = { pattern: '**/*.finetune.json' };

/** Milliseconds after the last keystroke. */
const rest = 200;

/** Job files in the editor: their problems are marked, and a lens above the first line launches them. */
export function registerJobFiles(parts: JobFileParts): Disposable {
  const owned = new DisposableStore();
  owned.add(registerMarks(parts));
  owned.add(
    vscode.languages.registerCodeLensProvider(jobFiles, {
      provideCodeLenses: ({ uri }) => [
        new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
          command: commands.launchJob,
          title: vscode.l10n.t('$(rocket) Launch'),
          arguments: [uri],
        }),
      ],
    }),
  );
  return owned;
}

function registerMarks({ connections, clock, reporter }: JobFileParts): Disposable {
  const owned = new DisposableStore();
  const collection = owned.add(vscode.languages.createDiagnosticCollection(`${diagnosticsOwner}-job`));
  const waiting = new Map<string, Disposable>();
  owned.add({ dispose: () => waiting.forEach((timer) => timer.dispose()) });
  const isOurs = (document: vscode.TextDocument): boolean => vscode.languages.match(jobFiles, document) > 0;

  const check = async (document: vscode.TextDocument): Promise<void> => {
    // Loaded here and not with the extension: few windows show a job file.
    const { jobFileProblems } = await import('./jobFileProblems.ts');
    const { version } = document;
    const targetOf = (name: string | undefined) =>
      name === undefined ? connections.default().target : connections.list().find((each) => each.name === name)?.target;
    const problems = await jobFileProblems(document, { targetOf, today: dayOf(clock.now()) });
    if (document.version === version && !document.isClosed) collection.set(document.uri, problems);
  };
  const checkSoon = (document: vscode.TextDocument, delay: number): void => {
    if (!isOurs(document)) return;
    const key = document.uri.toString();
    waiting.get(key)?.dispose();
    waiting.set(
      key,
      clock.after(delay, () => {
        waiting.delete(key);
        reporter.runQuietly('Checking a job file', () => check(document));
      }),
    );
  };
  owned.add(vscode.workspace.onDidOpenTextDocument((document) => checkSoon(document, 0)));
  owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => checkSoon(document, rest)));
  owned.add(
    vscode.workspace.onDidCloseTextDocument((document) => {
      waiting.get(document.uri.toString())?.dispose();
      collection.delete(document.uri);
    }),
  );
  // What a job file names may come and go.
  owned.add(
    vscode.workspace.onDidSaveTextDocument(() =>
      vscode.workspace.textDocuments.forEach((open) => checkSoon(open, rest)),
    ),
  );
  vscode.workspace.textDocuments.forEach((document) => checkSoon(document, 0));
  return owned;
}
