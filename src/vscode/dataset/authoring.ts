import type * as vscode from 'vscode';
import { cacheFile } from '../cacheFile.ts';
import { datasetCompletions } from './completions.ts';
import { DatasetFixes, type FixParts } from './fixes.ts';
import { datasetHovers } from './hovers.ts';
import type { TokensOf } from './tokenCounts.ts';

export interface AuthoringParts extends FixParts {
  readonly tokensOf: TokensOf;
  /** Folder for pictures that hovers show. */
  readonly imageFolder: string;
}

/** What helps to write a dataset. */
export interface Authoring {
  readonly fixes: DatasetFixes;
  readonly hovers: vscode.HoverProvider;
  readonly completions: vscode.CompletionItemProvider;
}

/** Bytes of pictures that are kept. */
const maxImageBytes = 100 * 2 ** 20;

/** A bundle of its own: `registerAuthoring` loads it when something of it is asked for. */
export function createAuthoring(parts: AuthoringParts): Authoring {
  const { diagnostics, tokensOf, imageFolder } = parts;
  const images = { folder: imageFolder, maxBytes: maxImageBytes };
  const imageFile = (bytes: Uint8Array, extension: string): Promise<string> => cacheFile(images, bytes, extension);
  return {
    fixes: new DatasetFixes(parts),
    hovers: datasetHovers(diagnostics, { tokensOf, imageFile }),
    completions: datasetCompletions(diagnostics),
  };
}
