import * as vscode from 'vscode';
import { archiveFiles } from '../../jobs/archive/layout.ts';
import type { Memory } from '../../jobs/features.ts';
import { folderUri } from './archiveArgument.ts';

/** Asks where a connection is archived; undefined where the person left. The folder of the last time is shown first. */
export async function askArchiveFolder(connection: string, memory: Memory): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const key = `archive/${connection}`;
  const chosen = await ask(
    t('Archive {0}: an empty folder, or its archive', connection),
    t('Archive Here'),
    memory,
    key,
  );
  if (!chosen) return undefined;
  const folder = await placeIn(chosen, connection);
  memory.set(key, folder.toString());
  return folder;
}

/** Asks for the folder of an archive; undefined where the person left. */
export function askExistingArchive(memory: Memory): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  return ask(t('Check an archive: the folder that holds index.json'), t('Check'), memory, 'archive');
}

async function ask(title: string, openLabel: string, memory: Memory, key: string): Promise<vscode.Uri | undefined> {
  const known = memory.get(key);
  const last = typeof known === 'string' ? vscode.Uri.parse(known) : vscode.workspace.workspaceFolders?.[0]?.uri;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      openLabel,
      canSelectFolders: true,
      canSelectFiles: false,
      ...(last && { defaultUri: last }),
    })) ?? [];
  return chosen && folderUri(chosen);
}

/** The folder itself where it is empty or holds an archive, else a new one in it: a project stays as it is. */
async function placeIn(folder: vscode.Uri, connection: string): Promise<vscode.Uri> {
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.map(([name]) => name).filter((name) => !name.startsWith('.'));
  if (names.length === 0 || names.includes(archiveFiles.index)) return folder;
  return vscode.Uri.joinPath(folder, `${connection.replaceAll(/[^\w.-]+/g, '-')}-archive`);
}
