import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';

export interface Log extends Logger, Disposable {
  show(): void;
}

/** The extension's output channel. Stacks go into the line of the error. */
export function createLog(name: string): Log {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  return {
    debug: (message) => channel.debug(message),
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error(message, error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : error;
      channel.error(message, ...(detail === undefined ? [] : [detail]));
    },
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
