import { createReadStream } from 'node:fs';
import type { Problem } from '../dataset/problems.ts';
import { pointedAt } from '../dataset/rowPosition.ts';
import { readTree } from '../dataset/rowTree.ts';
import { readLines } from '../engines/lines.ts';

/** The message of its row that a problem is in, 0-based as the real service counts them; undefined for one that is in none. */
export async function messageOf(
  path: string,
  { row, span }: Problem,
  signal: AbortSignal,
): Promise<number | undefined> {
  const line = await readLine(path, row, signal);
  const { containers } = pointedAt(line, readTree(line), span.start);
  const index = containers[containers.findIndex(({ step }) => step === 'messages') + 1]?.step;
  return typeof index === 'number' ? index : undefined;
}

/** A line of a file, 0-based. */
async function readLine(path: string, row: number, signal: AbortSignal): Promise<string> {
  let at = 0;
  for await (const line of readLines(createReadStream(path, { signal }))) if (at++ === row) return line;
  return '';
}
