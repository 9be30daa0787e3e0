import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { addressOf } from '../address.ts';
import type { ArchiveCommandParts } from './registerArchive.ts';

/** Jobs of one connection; all of them where none is named. */
export interface WantedJobs {
  readonly connection: Connection;
  readonly jobs?: readonly string[] | undefined;
}

/**
 * What a program asks for: `{folder, connection?, jobs?}`, the folder as a path or an address; undefined for anything else.
 * Throws a UserError (`archive.badArgument`, `connection.unknown`).
 */
export function programArgument(
  argument: unknown,
  connections: Connections,
): { readonly wanted: WantedJobs; readonly folder: vscode.Uri } | undefined {
  if (!isObject(argument) || !('folder' in argument)) return undefined;
  const { folder, connection, jobs } = argument;
  const areIds = Array.isArray(jobs) && jobs.every((id) => typeof id === 'string');
  if ((jobs !== undefined && !areIds) || (connection !== undefined && typeof connection !== 'string')) {
    const { t } = vscode.l10n;
    throw new UserError(
      'archive.badArgument',
      t('"connection" is a name and "jobs" a list of ids.'),
      t('See "Archive a service" in the README.'),
    );
  }
  const named = typeof connection === 'string' ? connections.get(connection) : connections.default();
  return { wanted: { connection: named, jobs: areIds ? jobs : undefined }, folder: folderUri(folder) };
}

/** A folder as a path, an address or its text. Throws a UserError (`archive.badArgument`) for anything else. */
export function folderUri(folder: unknown): vscode.Uri {
  const uri = folder instanceof vscode.Uri ? folder : typeof folder === 'string' && folder !== '' && addressOf(folder);
  if (uri && uri.scheme === 'file') return uri;
  const { t } = vscode.l10n;
  throw new UserError(
    'archive.badArgument',
    t('An archive is in a folder of this machine.'),
    t('Choose another folder.'),
  );
}

/** What a person means: the jobs in the rows, all of a connection that a row or a name stands for, or what is picked. */
export async function wantedJobs(
  argument: unknown,
  rows: unknown,
  { connections }: ArchiveCommandParts,
): Promise<readonly WantedJobs[]> {
  const chosen = (Array.isArray(rows) && rows.length > 0 ? rows : [argument]).flatMap(recordOf);
  if (chosen.length > 0) {
    const names = Array.from(new Set(chosen.map(({ connection }) => connection)));
    return names.map((name) => ({
      connection: connections.get(name),
      jobs: chosen.filter(({ connection }) => connection === name).map(({ job }) => job.id),
    }));
  }
  const named = isObject(argument) && isObject(argument.connection) ? argument.connection.name : argument;
  const found = connections.list().find(({ name }) => name === named) ?? (await pick(connections));
  return found ? [{ connection: found }] : [];
}

function recordOf(row: unknown): readonly JobRecord[] {
  return isObject(row) && isObject(row.record) ? [row.record as unknown as JobRecord] : [];
}

async function pick(connections: Connections): Promise<Connection | undefined> {
  const all = connections.list();
  if (all.length === 1) return all[0];
  const items = all.map((connection) => ({ label: connection.name, description: connection.host, connection }));
  const placeHolder = vscode.l10n.t('Archive the jobs of which connection?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.connection;
}
