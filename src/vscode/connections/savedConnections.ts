import * as vscode from 'vscode';
import { isObject } from '../../common/json.ts';
import type { ConnectionSettings } from '../../jobs/connectionSettings.ts';
import { settings } from '../ids.ts';
import { currentSettings } from '../settings.ts';

const write = (id: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);

const entries = (): readonly unknown[] => {
  const value = currentSettings.connections();
  return Array.isArray(value) ? (value as unknown[]) : [];
};

const isNamed = (entry: unknown, name: string): boolean => isObject(entry) && entry.name === name;

/** Changes the setting. Entries that cannot be used stay as the person wrote them. */
export const savedConnections = {
  add: (added: ConnectionSettings): Thenable<void> => write(settings.connections, [...entries(), added]),
  /** Takes the place of the one with this name, which the other may change. */
  async replace(name: string, by: ConnectionSettings): Promise<void> {
    await write(
      settings.connections,
      entries().map((entry) => (isNamed(entry, name) ? by : entry)),
    );
    if (by.name !== name && currentSettings.defaultConnection() === name) await savedConnections.setDefault(by.name);
  },
  async remove(name: string): Promise<void> {
    if (currentSettings.defaultConnection() === name) await savedConnections.setDefault('');
    const others = entries().filter((entry) => !isNamed(entry, name));
    await write(settings.connections, others.length === 0 ? undefined : others);
  },
  /** '' = the local server. */
  setDefault: (name: string): Thenable<void> => write(settings.defaultConnection, name === '' ? undefined : name),
};
