import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { Clock } from '../../common/time.ts';
import type { Connections } from '../../jobs/connections.ts';
import { fileSource } from '../../jobs/moving/fileSource.ts';
import type { MovingFile, MovingJob } from '../../jobs/moving/movingJob.ts';
import type { MovingNote } from '../../jobs/moving/note.ts';
import { fetchFile } from './fetchFile.ts';
import { sha256OfSaved } from '../savedFile.ts';

export interface FileParts {
  readonly connections: Connections;
  readonly clock: Clock;
  /** Holds what is fetched from services. */
  readonly fetched: vscode.Uri;
}

/** What a person sees while files are fetched, and how to stop it. */
export interface Progress {
  readonly report: (words: string) => void;
  readonly signal: AbortSignal;
}

/** Where the content of a file of a job is now, and what is to be said about that. */
interface FoundFile {
  readonly path: string;
  readonly note: MovingNote;
}

/** The files of jobs that go elsewhere: the copy on this machine, else the one of the old service, which is fetched. */
export class MovingFiles {
  readonly #parts: FileParts;

  constructor(parts: FileParts) {
    this.#parts = parts;
  }

  /** Throws a UserError (`moving.noFile`) where neither has what was trained on. */
  async get({ from }: MovingJob, file: MovingFile, { report, signal }: Progress): Promise<FoundFile> {
    const { connections, clock, fetched: folder } = this.#parts;
    const { t } = vscode.l10n;
    const old = connections.list().find(({ name }) => name === from.connection);
    const source = await fileSource(file, old !== undefined, sha256OfSaved);
    switch (source.type) {
      case 'copy':
        return {
          path: source.path,
          note: { effect: 'carried', about: 'file', from: 'copy', name: nameOf(source.path) },
        };
      case 'service': {
        if (!old) throw noFile(t('There is no connection to fetch {0} from.', source.id));
        report(t('Fetching {0} from {1}', source.id, old.name));
        const path = await fetchFile(old, source.id, { folder, clock, signal });
        return { path, note: { effect: 'carried', about: 'file', from: 'service', name: nameOf(path) } };
      }
      case 'changed':
        throw noFile(t('{0} is no longer what the job was trained on.', source.path));
      case 'none':
        throw noFile(t('The file of the job ({0}) is on no disk here.', file.path ?? file.id ?? ''));
    }
  }
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

const noFile = (message: string): UserError =>
  new UserError('moving.noFile', message, vscode.l10n.t('The old service cannot be asked for it.'));
