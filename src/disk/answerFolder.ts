import { basename, join } from 'node:path';
import type { AnswerFolder } from '../jobs/answers/answerModels.ts';
import { chunksOf, copyOnce, LineFile } from './lineFile.ts';

/** The answers to a held-out file in a folder of this machine. `sha256` is that of the file's content. */
export function answerFolder(folder: string, heldOut: string, sha256: string): AnswerFolder {
  const at = (path: string): string => join(folder, ...path.split('/'));
  return {
    heldOut: { name: basename(heldOut), sha256 },
    chunks: () => chunksOf(heldOut),
    copyHeldOut: (path) => copyOnce(heldOut, at(path)),
    open: (path) => LineFile.open(at(path)),
  };
}
