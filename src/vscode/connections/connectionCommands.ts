import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { commands } from '../ids.ts';
import type { Reporter } from '../report.ts';
import type { Keys } from '../secrets.ts';
import type { connectionActions } from './connectionActions.ts';
import type { ConnectionList } from './connectionList.ts';

export interface ConnectionCommandParts {
  readonly connections: ConnectionList;
  readonly keys: Keys;
  readonly reporter: Reporter;
  /** Called when a connection may be asked that could not be before. */
  readonly onUsable: (name: string) => void;
}

/** Commands on connections. Each takes a row of the view, a name, or nothing (it then asks which). */
export function registerConnectionCommands(parts: ConnectionCommandParts): Disposable {
  const owned = new DisposableStore();
  const register = (id: string, action: keyof typeof connectionActions): void => {
    const attempt = async (argument: unknown): Promise<void> => {
      try {
        const { connectionActions } = await import('./connectionActions.ts');
        await connectionActions[action](argument, parts);
      } catch (error) {
        parts.reporter.run(() => parts.reporter.show(error, () => attempt(argument)));
      }
    };
    owned.add(vscode.commands.registerCommand(id, attempt));
  };
  register(commands.addConnection, 'add');
  register(commands.editConnection, 'edit');
  register(commands.renameConnection, 'rename');
  register(commands.removeConnection, 'remove');
  register(commands.testConnection, 'test');
  register(commands.enterKey, 'enterKey');
  register(commands.chooseDefaultConnection, 'chooseDefault');
  return owned;
}
