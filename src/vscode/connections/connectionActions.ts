import * as vscode from 'vscode';
import { isObject } from '../../common/json.ts';
import type { Connection } from '../../jobs/connections.ts';
import { localConnectionName, nameProblem, type ConnectionSettings } from '../../jobs/connectionSettings.ts';
import { commands } from '../ids.ts';
import type { Keys } from '../secrets.ts';
import type { ConnectionCommandParts } from './connectionCommands.ts';
import type { ConnectionList } from './connectionList.ts';
import { askConnection } from './connectionWizard.ts';
import { askKey, defaultAuthentication } from './credentials.ts';
import { keyPlace } from './remoteConnection.ts';
import { savedConnections } from './savedConnections.ts';
import { testConnection } from './testConnection.ts';

/** What a command on connections does with its argument: a row of the view, a name, or nothing (it then asks which). */
export type ConnectionAction = (argument: unknown, parts: ConnectionCommandParts) => Promise<void>;

/** What a person can do with connections. A bundle of its own: few windows need it. */
export const connectionActions = {
  add: (_, parts) => add(parts.connections, parts),
  edit,
  rename,
  remove,
  test,
  enterKey,
  chooseDefault,
} satisfies Record<string, ConnectionAction>;

async function add(connections: ConnectionList, parts: ConnectionCommandParts): Promise<void> {
  const added = await askConnection(undefined, connections.list());
  if (!added) return;
  await savedConnections.add(added);
  await useAtOnce(added.name, parts);
}

/** Asks for the key and what the service can do, so that what is wrong is seen now and not at the first launch. */
async function useAtOnce(name: string, parts: ConnectionCommandParts): Promise<void> {
  await testConnection(parts.connections.get(name), parts.reporter);
  parts.onUsable(name);
}

async function edit(argument: unknown, parts: ConnectionCommandParts): Promise<void> {
  const entry = await chooseRemote(argument, parts.connections);
  if (!entry) return;
  const others = parts.connections.list().filter(({ name }) => name !== entry.name);
  const edited = await askConnection(entry, others);
  if (!edited) return;
  await moveKey(entry, edited, parts.keys);
  await savedConnections.replace(entry.name, edited);
  await useAtOnce(edited.name, parts);
}

async function rename(argument: unknown, { connections, keys, onUsable }: ConnectionCommandParts): Promise<void> {
  const { t } = vscode.l10n;
  const entry = await chooseRemote(argument, connections);
  if (!entry) return;
  const others = connections.list().filter(({ name }) => name !== entry.name);
  const name = await vscode.window.showInputBox({
    title: t('Rename {0}', entry.name),
    value: entry.name,
    validateInput: (text) => nameProblem(text, others),
  });
  if (name === undefined || name === entry.name) return;
  const renamed = { ...entry, name };
  await moveKey(entry, renamed, keys);
  await savedConnections.replace(entry.name, renamed);
  onUsable(name);
}

/** A key stays with the place that it was entered for: under a new name, but never at a new address. */
async function moveKey(from: ConnectionSettings, to: ConnectionSettings, keys: Keys): Promise<void> {
  const [before, after] = [keyPlace(from), keyPlace(to)];
  const key = await keys.get(before);
  if (key === undefined || (before.connection === after.connection && before.origin === after.origin)) return;
  if (before.origin === after.origin) await keys.set(after, key);
  await keys.remove(before);
}

async function remove(argument: unknown, { connections, keys }: ConnectionCommandParts): Promise<void> {
  const { t } = vscode.l10n;
  const entry = await chooseRemote(argument, connections);
  if (!entry) return;
  const yes = t('Remove');
  const detail = t('Its key is deleted from this machine. Jobs and files at the service stay as they are.');
  const question = t('Remove the connection {0}?', entry.name);
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await keys.remove(keyPlace(entry));
  await savedConnections.remove(entry.name);
}

async function test(argument: unknown, { connections, reporter, onUsable }: ConnectionCommandParts): Promise<void> {
  const connection = await choose(argument, connections.list());
  if (!connection) return;
  await testConnection(connection, reporter);
  onUsable(connection.name);
}

async function enterKey(argument: unknown, { connections, keys, onUsable }: ConnectionCommandParts): Promise<void> {
  const entry = await chooseRemote(argument, connections);
  if (!entry) return;
  if ((entry.authentication ?? defaultAuthentication) === 'key') {
    if ((await askKey(entry.kind, keyPlace(entry), keys)) === undefined) return;
  } else {
    await connections.get(entry.name).open('person');
  }
  onUsable(entry.name);
}

async function chooseDefault(argument: unknown, { connections }: ConnectionCommandParts): Promise<void> {
  const connection = await choose(argument, connections.list());
  if (connection) await savedConnections.setDefault(connection.name === localConnectionName ? '' : connection.name);
}

/** The settings of the connection that is meant; undefined where the person left. The local one has none. */
async function chooseRemote(argument: unknown, connections: ConnectionList): Promise<ConnectionSettings | undefined> {
  const remote = connections.list().filter(({ kind }) => kind !== 'local');
  if (remote.length === 0) {
    await vscode.commands.executeCommand(commands.addConnection);
    return undefined;
  }
  const chosen = await choose(argument, remote);
  return connections.settings.find(({ name }) => name === chosen?.name);
}

async function choose(argument: unknown, connections: readonly Connection[]): Promise<Connection | undefined> {
  const meant = isObject(argument) && isObject(argument.connection) ? argument.connection.name : argument;
  const found = connections.find(({ name }) => name === meant);
  if (found) return found;
  const items = connections.map((connection) => ({
    label: connection.name,
    description: connection.host,
    connection,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which connection?') });
  return chosen?.connection;
}
