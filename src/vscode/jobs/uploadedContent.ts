import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { UserError } from '../../common/errors.ts';
import type { Connections } from '../../jobs/connections.ts';
import { resultText } from '../../jobs/metricTables.ts';
import { uploadedScheme } from '../ids.ts';
import { withQuietProgress } from '../progress.ts';
import type { Reporter } from '../report.ts';
import { bytesText } from './words.ts';

/** Bytes of a file that are shown: about what an editor still highlights and folds. Of more, whole lines up to here. */
const shownBytes = 5_000_000;

/** A file at a service. */
export interface FilePlace {
  readonly connection: string;
  readonly file: string;
}

export interface UploadedContents extends Disposable {
  /** Opens the content as a read-only document; of a large file its first lines, and says so. */
  show(place: FilePlace): Promise<void>;
}

function uriOf({ connection, file }: FilePlace, name: string): vscode.Uri {
  const query = new URLSearchParams({ connection, file }).toString();
  return vscode.Uri.from({ scheme: uploadedScheme, path: `/${name.replaceAll('/', '-')}`, query });
}

function placeOf(uri: vscode.Uri): FilePlace {
  const query = new URLSearchParams(uri.query);
  return { connection: query.get('connection') ?? '', file: query.get('file') ?? '' };
}

/** Files at services as documents. Their content is asked for when one is opened, and kept nowhere else. */
export function registerUploadedContents(connections: Connections, reporter: Reporter): UploadedContents {
  const owned = new DisposableStore();
  const { t } = vscode.l10n;
  /** What has been loaded to be shown right away. */
  const loaded = new Map<string, string>();
  const load = async ({ connection, file }: FilePlace, by: 'person' | 'background') => {
    const api = await connections.get(connection).open(by);
    const { text, isWhole } = await api.fileStart(file, shownBytes);
    if (text.includes('\0')) throw new UserError('file.notText', t('{0} holds no text.', file));
    return { text: isWhole ? resultText(text) : text.slice(0, text.lastIndexOf('\n') + 1) || text, isWhole };
  };
  owned.add(
    vscode.workspace.registerTextDocumentContentProvider(uploadedScheme, {
      async provideTextDocumentContent(uri) {
        const key = uri.toString();
        const known = loaded.get(key);
        loaded.delete(key);
        return known ?? (await load(placeOf(uri), 'background')).text;
      },
    }),
  );
  return {
    async show(place) {
      const { text, isWhole, name } = await withQuietProgress(t('Loading {0}', place.file), async () => {
        const api = await connections.get(place.connection).open('person');
        const [content, facts] = await Promise.all([
          load(place, 'person'),
          api.retrieveFile(place.file).catch(() => undefined),
        ]);
        return { ...content, name: facts?.filename || place.file };
      });
      const uri = uriOf(place, isWhole ? name : t('start of {0}', name));
      loaded.set(uri.toString(), text);
      const document = await vscode.workspace.openTextDocument(uri);
      loaded.delete(uri.toString());
      await vscode.window.showTextDocument(document, { preview: true });
      if (!isWhole) {
        const told = t('{0} is large: its first {1} are shown.', name, bytesText(shownBytes));
        reporter.run(() => vscode.window.showInformationMessage(told));
      }
    },
    dispose: () => owned.dispose(),
  };
}
