import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import { Emitter, type Event } from '../../common/event.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import { readConnections, type ConnectionSettings } from '../../jobs/connectionSettings.ts';
import { settings } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { currentSettings } from '../settings.ts';
import { remoteConnection, type RemoteParts } from './remoteConnection.ts';

interface ListParts extends RemoteParts {
  readonly local: Connection;
  readonly reporter: Reporter;
}

interface RemoteEntry {
  readonly settings: ConnectionSettings;
  readonly connection: Connection;
}

/** The connections as the setting has them now. */
export class ConnectionList implements Connections, Disposable {
  readonly #parts: ListParts;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.add(new Emitter<void>());
  readonly onDidChange: Event<void> = this.#changes.event;
  #known: readonly RemoteEntry[] = [];

  constructor(parts: ListParts) {
    this.#parts = parts;
    this.#tellProblem();
    const ids = [settings.connections, settings.defaultConnection];
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!ids.some((id) => change.affectsConfiguration(id))) return;
        this.#tellProblem();
        this.#changes.fire();
      }),
    );
  }

  /** The setting as it is now, whether or not its change has been heard of. A connection whose entry is the same stays the same object. */
  #remote(): readonly RemoteEntry[] {
    const { connections } = readConnections(currentSettings.connections());
    const before = this.#known;
    this.#known = connections.map((entry) => {
      const known = before.find((other) => JSON.stringify(other.settings) === JSON.stringify(entry));
      return known ?? { settings: entry, connection: remoteConnection(entry, this.#parts) };
    });
    return this.#known;
  }

  #tellProblem(): void {
    const [first] = readConnections(currentSettings.connections()).problems;
    if (first !== undefined) this.#parts.reporter.run(() => this.#parts.reporter.show(brokenEntry(first)));
  }

  list(): readonly Connection[] {
    return [this.#parts.local, ...this.#remote().map(({ connection }) => connection)];
  }

  /** The entries of the setting that can be used. */
  get settings(): readonly ConnectionSettings[] {
    return this.#remote().map((remote) => remote.settings);
  }

  get(name: string): Connection {
    const found = this.list().find((connection) => connection.name === name);
    if (found) return found;
    const { t } = vscode.l10n;
    const names = this.list().map((connection) => `"${connection.name}"`);
    throw new UserError(
      'connection.unknown',
      t('There is no connection named "{0}".', name),
      t('There is {0}.', names.join(', ')),
    );
  }

  default(): Connection {
    const name = currentSettings.defaultConnection();
    return name === '' ? this.#parts.local : this.get(name);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function brokenEntry(problem: string): UserError {
  const { t } = vscode.l10n;
  return new UserError(
    'connection.broken',
    t('A connection is left out. {0}', problem),
    t('Mend the setting {0}.', settings.connections),
    { actions: ['openSettings'] },
  );
}
