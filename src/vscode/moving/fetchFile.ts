import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Clock } from '../../common/time.ts';
import { archiveFolder } from '../../disk/archiveFolder.ts';
import { Incomplete, receiveContent } from '../../jobs/archive/download.ts';
import type { Connection } from '../../jobs/connections.ts';
import { sha256Of } from '../../jobs/uploadedFiles.ts';

interface FetchParts {
  /** Files stay there, since the new job's record names them. */
  readonly folder: vscode.Uri;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Fetches a file of a service, byte by byte as it is there, unless it was fetched before; gives the path on this machine. Its
 * name is kept, as far as it can be one here. Throws a UserError (`moving.incomplete`) where it does not come whole.
 */
export async function fetchFile(
  connection: Connection,
  id: string,
  { folder, clock, signal }: FetchParts,
): Promise<string> {
  const { name, host } = connection;
  const api = await connection.open('person', signal);
  const { filename, size } = await api.retrieveFile(id, signal);
  const place = (await sha256Of(JSON.stringify([host, id]))).slice(0, 16);
  const path = `${place}/${localName(filename)}`;
  const fetched = archiveFolder(folder.fsPath);
  if ((await fetched.size(path)) === undefined) {
    const into = await fetched.receive(path);
    try {
      const expected = { bytes: size > 0 ? size : undefined, isResult: false };
      await receiveContent(id, into, expected, {
        records: api.records,
        clock,
        service: name,
        signal,
        onBytes: () => undefined,
      });
      await into.seal();
      await into.keep();
    } catch (error) {
      if (!(error instanceof Incomplete)) throw error;
      const { t } = vscode.l10n;
      throw new UserError('moving.incomplete', t('{0} did not come whole from {1}.', filename, name), t('Try again.'));
    } finally {
      await into.close();
    }
  }
  return vscode.Uri.joinPath(folder, path).fsPath;
}

/** Letters, digits and the like, with the ending that services ask for. */
function localName(filename: string): string {
  const word = filename
    .replace(/\.jsonl$/i, '')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  return `${word.slice(0, 80) || 'file'}.jsonl`;
}
