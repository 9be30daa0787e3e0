import * as vscode from 'vscode';
import type { StorageCleaned, StorageSizes } from '../common/serverInfo.ts';
import { withProgress } from './progress.ts';
import type { Reporter } from './report.ts';
import { request, type ServerAddress } from './serverLink.ts';

const { t } = vscode.l10n;

/** A row that can be ticked: what it removes. */
interface Choice extends vscode.QuickPickItem {
  /** Of the server, without its address; undefined for what nothing needs. */
  readonly path?: string;
}

interface Listed<T> {
  readonly data: readonly T[];
}

interface Model {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
}

interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly bytes: number;
}

/** Shows what the server's data takes on the disk, and removes what the person ticks. */
export async function cleanUp(server: ServerAddress, reporter: Reporter): Promise<void> {
  const sizes = await request<StorageSizes>(server, 'GET', '/server/storage');
  const [models, files] = await Promise.all([
    request<Listed<Model>>(server, 'GET', '/v1/models'),
    request<Listed<StoredFile>>(server, 'GET', '/v1/files?limit=10000'),
  ]);
  const { totalBytes, modelsBytes, filesBytes, databaseBytes, otherBytes } = sizes;
  const items = choices(sizes, models.data, files.data);
  if (items.length === 0) {
    const text = t('The local server takes {0} on the disk. There is nothing to delete.', sizeText(totalBytes));
    reporter.run(() => vscode.window.showInformationMessage(text));
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: t(
      'Local server: {0} on disk (models {1}, files {2}, the rest {3})',
      ...[totalBytes, modelsBytes, filesBytes, databaseBytes + otherBytes].map(sizeText),
    ),
    placeHolder: t('Tick what to delete'),
    canPickMany: true,
    matchOnDescription: true,
  });
  if (!chosen || chosen.length === 0 || !(await confirm(chosen))) return;
  const freed = await withProgress(t('Cleaning up the local server'), async (_report, signal) => {
    await remove(server, chosen, signal);
    return totalBytes - (await request<StorageSizes>(server, 'GET', '/server/storage')).totalBytes;
  });
  reporter.run(() => vscode.window.showInformationMessage(t('{0} are free again.', sizeText(Math.max(0, freed)))));
}

function choices(sizes: StorageSizes, models: readonly Model[], files: readonly StoredFile[]): Choice[] {
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const leftovers: Choice = {
    label: t('What nothing needs any more'),
    description: sizeText(sizes.removableBytes),
    picked: true,
  };
  const tuned = models.filter(({ id }) => id.startsWith('ft:'));
  return [
    ...(sizes.removableBytes > 0 ? [leftovers] : []),
    ...(tuned.length > 0 ? [separator(t('Fine-tuned models and checkpoints'))] : []),
    ...tuned.map(({ id, created }) => ({
      label: id,
      description: new Date(created * 1000).toLocaleString(),
      path: `/v1/models/${encodeURIComponent(id)}`,
    })),
    ...(files.length > 0 ? [separator(t('Files'))] : []),
    ...files.map(({ id, filename, purpose, bytes }) => ({
      label: filename,
      description: `${sizeText(bytes)}, ${purpose}, ${id}`,
      path: `/v1/files/${encodeURIComponent(id)}`,
    })),
  ];
}

/** What nothing needs goes without a question; the rest cannot be brought back. */
async function confirm(chosen: readonly Choice[]): Promise<boolean> {
  const lost = chosen.filter(({ path }) => path !== undefined);
  if (lost.length === 0) return true;
  const shown = lost.slice(0, 10).map(({ label }) => label);
  const more = lost.length - shown.length;
  const detail = [...shown, ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n');
  const question =
    lost.length === 1
      ? t('Delete this from the local server? It cannot be brought back.')
      : t('Delete these {0} from the local server? They cannot be brought back.', lost.length);
  const yes = t('Delete');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
}

/** One after another; what is gone stays gone when the person cancels. */
async function remove(server: ServerAddress, chosen: readonly Choice[], signal: AbortSignal): Promise<void> {
  for (const { path } of chosen) {
    signal.throwIfAborted();
    if (path !== undefined) await request(server, 'DELETE', path);
  }
  await request<StorageCleaned>(server, 'POST', '/server/storage/clean');
}

const sizeText = (bytes: number): string => {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** unit;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0 })} ${units[unit]}`;
};
