import type * as vscode from 'vscode';
import type { Clock } from '../../common/time.ts';
import { cacheFile } from '../cacheFile.ts';
import { datasetCompletions } from './completions.ts';
import type { DatasetDiagnostics } from './diagnostics.ts';
import { DatasetFixes } from './fixes.ts';
import { datasetHovers } from './hovers.ts';
import type { EditorDatasetOptions } from './options.ts';
import type { TokensOf } from './tokenCounts.ts';

export interface AuthoringParts {
  readonly diagnostics: DatasetDiagnostics;
  readonly options: EditorDatasetOptions;
  readonly clock: Clock;
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
export function createAuthoring({ diagnostics, options, clock, tokensOf, imageFolder }: AuthoringParts): Authoring {
  const images = { folder: imageFolder, maxBytes: maxImageBytes };
  const imageFile = (bytes: Uint8Array, extension: string): Promise<string> => cacheFile(images, bytes, extension);
  return {
    fixes: new DatasetFixes(diagnostics, options, clock),
    hovers: datasetHovers(diagnostics, { tokensOf, imageFile }),
    completions: datasetCompletions(diagnostics),
  };
}
