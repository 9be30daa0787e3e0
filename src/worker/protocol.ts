import type { FileCheck, CheckFileOptions } from '../dataset/checkFile.ts';
import type { FilePart } from '../dataset/filePart.ts';
import type { Format } from '../dataset/formats.ts';
import type { Encoding } from '../dataset/tokens/encoding.ts';

import type { ByteRange } from './fileBytes.ts';

/** What the worker does: parameters and result of each call. All of it is data that can be sent between threads. */
export interface Calls {
  readonly countTokens: { readonly parameters: CountTokens; readonly result: readonly number[] };
  readonly checkFile: { readonly parameters: CheckPath; readonly result: PathCheck };
  readonly checkContent: { readonly parameters: CheckContent; readonly result: PathCheck };
  readonly checkPart: { readonly parameters: CheckPath & { readonly range: ByteRange }; readonly result: FilePart };
}

export type CallName = keyof Calls;

/** Tokens of rows; 0 for a row that is no example. */
export interface CountTokens {
  readonly rows: readonly string[];
  readonly format: Format;
  readonly encoding: Encoding;
}

export interface CheckPath {
  readonly path: string;
  readonly options: PathOptions;
}

/** A file that is on no disk. */
export interface CheckContent {
  readonly content: Uint8Array;
  readonly options: Omit<PathOptions, 'trainingFile'>;
  /** The training file, if the file is to validate what that trains. */
  readonly training?: NamedContent;
}

export interface NamedContent {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface PathCheck extends FileCheck {
  /** Of the file's bytes, hexadecimal; undefined where it was not asked for. */
  readonly sha256?: string;
}

/** How a file is checked. */
export interface PathOptions extends Omit<
  CheckFileOptions,
  'signal' | 'decode' | 'knownRows' | 'read' | 'training' | 'counter' | 'limitCounter'
> {
  /** Path of the training file, if the file is to validate what that trains. */
  readonly trainingFile?: string;
  /** Counts the tokens of every example with the encoding of `model`, not only of rows that may have too many. */
  readonly tokens?: boolean;
  /** Makes the SHA-256 of the file in the same pass. */
  readonly sha256?: boolean;
}

/** To the worker. `id` tells calls apart. */
export type WorkerRequest =
  | {
      readonly [Name in CallName]: {
        readonly type: 'call';
        readonly id: number;
        readonly name: Name;
        readonly parameters: Calls[Name]['parameters'];
      };
    }[CallName]
  | { readonly type: 'cancel'; readonly id: number };

/** From the worker. A cancelled call has no reply. */
export type WorkerReply =
  /** Bytes of the file read since the last report. */
  | { readonly type: 'progress'; readonly id: number; readonly bytes: number }
  | { readonly type: 'result'; readonly id: number; readonly result: Calls[CallName]['result'] }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure };

/** An error as data: sending an error itself loses its code. */
export interface Failure {
  readonly kind: 'user' | 'system' | 'other';
  readonly message: string;
  readonly code: string;
  readonly advice: string;
  readonly stack: string;
}
