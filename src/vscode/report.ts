import * as vscode from 'vscode';
import { errorText, isAbort, UserError, type UserAction } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import { commands } from './ids.ts';

/** A button under a message: its words and what it does. */
interface Button {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

const execute = (command: string) => (): Thenable<unknown> => vscode.commands.executeCommand(command);

function button(
  action: UserAction,
  { connection }: UserError,
  retry: (() => Thenable<unknown>) | undefined,
): Button | undefined {
  const onConnection = (command: string) => (): Thenable<unknown> =>
    vscode.commands.executeCommand(command, connection);
  switch (action) {
    case 'openProblems':
      return { title: vscode.l10n.t('Open Problems'), run: execute('workbench.actions.view.problems') };
    case 'showLog':
      return { title: vscode.l10n.t('Show Log'), run: execute(commands.showLog) };
    case 'retry':
      return retry && { title: vscode.l10n.t('Try Again'), run: retry };
    case 'chooseFile':
      return { title: vscode.l10n.t('Choose a File...'), run: execute(commands.launchJob) };
    case 'openSettings':
      return {
        title: vscode.l10n.t('Open Settings'),
        run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'finetune.'),
      };
    case 'openProxySettings':
      return {
        title: vscode.l10n.t('Open Settings'),
        run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy'),
      };
    case 'enterKey':
      return { title: vscode.l10n.t('Enter Key...'), run: onConnection(commands.enterKey) };
    case 'editConnection':
      return { title: vscode.l10n.t('Edit Connection...'), run: onConnection(commands.editConnection) };
    case 'useAnotherConnection':
      return { title: vscode.l10n.t('Use Another Connection...'), run: execute(commands.chooseDefaultConnection) };
    case 'reloadWindow':
      return { title: vscode.l10n.t('Reload Window'), run: execute('workbench.action.reloadWindow') };
  }
}

function unexpected(error: unknown): UserError {
  const text = vscode.l10n.t('Something went wrong: {0}', errorText(error));
  return new UserError('unexpected', text, '', { actions: ['showLog'] });
}

/** The one place where failures become words on the screen, and where promises nobody waits for end. */
export class Reporter {
  #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Shows an error and carries out what the person chooses. Aborts are never shown. Does not throw. */
  async show(error: unknown, retry?: () => Thenable<unknown>): Promise<void> {
    if (isAbort(error) || error instanceof vscode.CancellationError) return;
    const isExpected = error instanceof UserError;
    this.#log.error(isExpected ? `${error.code}: ${error.text}` : 'Unexpected error', isExpected ? error.cause : error);
    const told = isExpected ? error : unexpected(error);
    const { text } = told;
    const buttons = told.actions.map((action) => button(action, told, retry)).filter((item) => item !== undefined);
    const chosen = await vscode.window.showErrorMessage(text, ...buttons.map(({ title }) => title));
    await buttons.find(({ title }) => title === chosen)?.run();
  }

  /** Runs work that nobody waits for; a failure is shown. */
  run(work: () => PromiseLike<unknown> | undefined): void {
    const attempt = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        await this.show(error, async () => attempt());
      }
    };
    attempt().catch((error: unknown) => this.#log.error('Could not show an error', error));
  }

  /** As `run`, for work in the background: a failure is only logged. */
  runQuietly(what: string, work: () => PromiseLike<unknown>): void {
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => {
        if (!isAbort(error)) this.#log.error(what, error);
      });
  }
}
