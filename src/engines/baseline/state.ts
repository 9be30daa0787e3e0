import { readFile } from 'node:fs/promises';
import type { TrainMetrics } from '../engine.ts';
import { writeFileDurably } from './durable.ts';
import { packSparse, unpackSparse } from './sparse.ts';

/** All that a new process needs, besides the files of the run folder, to go on as if nothing had happened. */
export interface RunState {
  /** Steps done. */
  readonly step: number;
  /** Metrics of that step, where the validation at the end of its epoch is still missing. */
  readonly pending: TrainMetrics | undefined;
  /** Answer tokens learned from so far. */
  readonly tokens: number;
  readonly values: Float32Array;
  readonly squares: Float32Array;
  /** Lines of the events of these steps: whoever reads them may have been stopped before the last ones arrived. */
  readonly events: readonly string[];
}

interface Header {
  readonly version: 1;
  readonly step: number;
  readonly pending?: TrainMetrics | undefined;
  readonly tokens: number;
  readonly bits: number;
  readonly events: readonly string[];
}

/** One line of JSON, then the packed tables. */
export async function saveState(path: string, state: RunState): Promise<void> {
  const { step, pending, tokens, events, values, squares } = state;
  const header: Header = { version: 1, step, pending, tokens, bits: Math.log2(values.length), events };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  await writeFileDurably(path, [line, ...packSparse([values, squares])]);
}

/** Undefined where no state was saved yet. */
export async function loadState(path: string): Promise<RunState | undefined> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const end = content.indexOf(10);
  const header = JSON.parse(content.toString('utf8', 0, end)) as Header;
  const [values, squares] = unpackSparse(content.subarray(end + 1), 2, header.bits);
  if (!values || !squares) throw new RangeError('The saved state holds no tables.');
  const { step, pending, tokens, events } = header;
  return { step, pending, tokens, events, values, squares };
}
