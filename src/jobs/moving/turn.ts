import { isObject } from '../../common/json.ts';
import type { TextFolder } from '../folder.ts';
import type { Processes } from '../launchParts.ts';

/**
 * Does work that one window at a time may do; undefined where another one is at it. A window that died leaves its turn to
 * the next: turns are numbered files (`NUMBER.turn`), each created exclusively.
 */
export async function inTurn<T>(
  folder: TextFolder,
  processes: Processes,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const numbers = (await folder.names()).map((name) => Number(/^(\d+)\.turn$/.exec(name)?.[1] ?? 0));
  const last = Math.max(0, ...numbers);
  if (last > 0) {
    const text = await folder.read(`${last}.turn`);
    const holder: unknown = text === undefined ? undefined : JSON.parse(text);
    if (isObject(holder) && !processes.isGone(String(holder['process']))) return undefined;
  }
  const mine = `${last + 1}.turn`;
  if (!(await folder.create(mine, JSON.stringify({ process: processes.own })))) return undefined;
  for (const number of numbers.filter((each) => each > 0)) await folder.remove(`${number}.turn`);
  try {
    return await work();
  } finally {
    await folder.remove(mine);
  }
}
