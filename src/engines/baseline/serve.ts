import type { Readable } from 'node:stream';
import { UserError } from '../../common/errors.ts';

/** Answers requests with the model of a folder. */
export async function serve(_folder: string, _input: Readable, _write: (line: string) => Promise<void>): Promise<void> {
  throw new UserError('unsupported', 'This engine does not answer yet.');
}
