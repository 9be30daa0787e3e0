import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { imageDataUrl } from '../../dataset/fixes/imageData.ts';
import type { Problem } from '../../dataset/problems.ts';
import { rangeOf } from '../convert.ts';
import type { Reporter } from '../report.ts';
import { fetchBytes } from './fetchBytes.ts';

/** Bytes. Services skip larger images (OpenAI vision fine-tuning guide: 10 MB). */
const maxImageBytes = 10 * 1024 * 1024;

/** Puts an image into the row, read when the action is chosen. */
export class InlineImageAction extends vscode.CodeAction {
  readonly #document: vscode.TextDocument;
  readonly #version: number;
  readonly #range: vscode.Range;
  readonly #read: () => Promise<Uint8Array>;
  readonly #reporter: Reporter;

  constructor(title: string, place: ImagePlace, read: () => Promise<Uint8Array>) {
    super(title, vscode.CodeActionKind.QuickFix);
    this.#document = place.document;
    this.#version = place.document.version;
    this.#range = place.range;
    this.#reporter = place.reporter;
    this.#read = read;
    this.isPreferred = true;
  }

  /** Fills in the edit; none if the document has changed meanwhile. What keeps the image from being read is shown. */
  async resolve(): Promise<void> {
    try {
      const url = imageDataUrl(await this.#read());
      if (url === undefined) throw notAnImage();
      if (this.#document.version !== this.#version) return;
      this.edit = new vscode.WorkspaceEdit();
      this.edit.replace(this.#document.uri, this.#range, JSON.stringify(url));
    } catch (error) {
      this.#reporter.run(() => this.#reporter.show(error));
    }
  }
}

interface ImagePlace {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  readonly reporter: Reporter;
}

function notAnImage(): UserError {
  const { t } = vscode.l10n;
  return new UserError('image.unsupported', t('This is no JPEG, PNG or WEBP image.'), t('Services take no others.'));
}

/** Offers to put an image into the row whose URL is the path of a file, absolute or seen from the document. */
export async function localImage(
  problem: Problem,
  document: vscode.TextDocument,
  reporter: Reporter,
): Promise<readonly InlineImageAction[]> {
  const range = rangeOf(problem);
  const path: unknown = JSON.parse(document.getText(range));
  const image = typeof path === 'string' ? fileUri(path, document.uri) : undefined;
  if (!image || !(await isImageSized(image))) return [];
  const title = vscode.l10n.t('Put the image file into the row');
  const read = async (): Promise<Uint8Array> => vscode.workspace.fs.readFile(image);
  return [new InlineImageAction(title, { document, range, reporter }, read)];
}

/**
 * Offers to put an image into the row that only this machine or its network can reach. It is asked for when the action is
 * chosen, and only in a folder that a person trusts.
 */
export function fetchedImage(
  problem: Problem,
  document: vscode.TextDocument,
  reporter: Reporter,
): readonly InlineImageAction[] {
  if (!vscode.workspace.isTrusted) return [];
  const range = rangeOf(problem);
  const url = String(JSON.parse(document.getText(range)));
  const title = vscode.l10n.t('Fetch the image and put it into the row');
  return [new InlineImageAction(title, { document, range, reporter }, () => fetchBytes(url, maxImageBytes))];
}

function fileUri(path: string, document: vscode.Uri): vscode.Uri | undefined {
  if (path === '' || path.length > 1000 || document.scheme === 'untitled') return undefined;
  if (path.startsWith('file:')) return onThisMachine(vscode.Uri.parse(path));
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return document.with({ path: vscode.Uri.file(path).path });
  return vscode.Uri.joinPath(document, '..', path.replaceAll('\\', '/'));
}

/** Undefined for a file of another host: Windows would log in there only to look whether it exists. */
function onThisMachine(file: vscode.Uri): vscode.Uri | undefined {
  return file.authority === '' ? file : undefined;
}

async function isImageSized(image: vscode.Uri): Promise<boolean> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(image);
    return (type & vscode.FileType.File) !== 0 && size <= maxImageBytes;
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
