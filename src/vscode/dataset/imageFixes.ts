import * as vscode from 'vscode';
import { imageDataUrl } from '../../dataset/fixes/imageData.ts';
import type { Problem } from '../../dataset/problems.ts';
import { rangeOf } from '../convert.ts';

/** Bytes. Services skip larger images (OpenAI vision fine-tuning guide: 10 MB). */
const maxImageBytes = 10 * 1024 * 1024;

/** Puts a local image into the row, read when the action is chosen. */
export class InlineImageAction extends vscode.CodeAction {
  readonly #document: vscode.TextDocument;
  readonly #version: number;
  readonly #range: vscode.Range;
  readonly #image: vscode.Uri;

  constructor(document: vscode.TextDocument, range: vscode.Range, image: vscode.Uri) {
    super(vscode.l10n.t('Put the image file into the row'), vscode.CodeActionKind.QuickFix);
    this.#document = document;
    this.#version = document.version;
    this.#range = range;
    this.#image = image;
    this.isPreferred = true;
  }

  /** Fills in the edit; none if the file is no image that services take, or the document has changed meanwhile. */
  async resolve(): Promise<void> {
    const url = imageDataUrl(await vscode.workspace.fs.readFile(this.#image));
    if (url === undefined || this.#document.version !== this.#version) return;
    this.edit = new vscode.WorkspaceEdit();
    this.edit.replace(this.#document.uri, this.#range, JSON.stringify(url));
  }
}

/** Offers to put an image into the row whose URL is the path of a file, absolute or seen from the document. */
export async function inlineImage(
  problem: Problem,
  document: vscode.TextDocument,
): Promise<InlineImageAction | undefined> {
  if (problem.rule !== 'vision/invalid-url') return undefined;
  const range = rangeOf(problem);
  const path: unknown = JSON.parse(document.getText(range));
  const image = typeof path === 'string' ? fileUri(path, document.uri) : undefined;
  return image && (await isImageSized(image)) ? new InlineImageAction(document, range, image) : undefined;
}

function fileUri(path: string, document: vscode.Uri): vscode.Uri | undefined {
  if (path === '' || path.length > 1000 || document.scheme === 'untitled') return undefined;
  if (path.startsWith('file:')) return vscode.Uri.parse(path);
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return document.with({ path: vscode.Uri.file(path).path });
  return vscode.Uri.joinPath(document, '..', path.replaceAll('\\', '/'));
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
