import * as vscode from 'vscode';

/** Runs work with a notification that shows its progress and can cancel it; the work is asked to stop through the signal. */
export async function withProgress<T>(
  title: string,
  work: (report: (message: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => controller.abort());
    try {
      return await work((message) => progress.report({ message }), controller.signal);
    } finally {
      listening.dispose();
    }
  });
}

/** Runs work that is over in a moment, as a rule, and cannot be stopped half-way: the status bar says what is going on. */
export async function withQuietProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}
