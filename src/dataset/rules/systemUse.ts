import { isObject, usualSystemShare, type Role } from '../formats.ts';
import { placeRow } from '../placedRow.ts';
import { rowProblem, type RowProblem } from '../problems.ts';

/** Whether a conversation has a system or developer message. */
export type SystemUse = 'with' | 'without';

/** What the roles of its messages say of a conversation. */
export function systemUse(roles: readonly (Role | undefined)[]): SystemUse {
  return roles.includes('system') || roles.includes('developer') ? 'with' : 'without';
}

/** True where so many examples have a system message that one without is pointed out. */
export function isSystemUsual(examplesWith: number, examples: number): boolean {
  return examplesWith > 0 && examplesWith >= usualSystemShare * examples;
}

/** The problem of a chat row without a system message where most have one. */
export function inconsistentSystem(row: string): RowProblem {
  const { start, end } = messagesKey(row);
  return rowProblem('chat/inconsistent-system', start, end);
}

const plainKey = '"messages"';

/** Place of the key `messages`. Seldom needs to read the row: mostly the key's text stands in it once, or right in front. */
function messagesKey(row: string): { start: number; end: number } {
  const at = row.indexOf(plainKey);
  if (at >= 0 && !row.includes(plainKey, at + 1) && /^\s*:/.test(row.slice(at + plainKey.length, at + 20))) {
    return { start: at, end: at + plainKey.length };
  }
  const placed = placeRow(row);
  const key = placed && isObject(placed.value) ? placed.keysOf(placed.value, 'messages').at(-1) : undefined;
  return key ?? { start: 0, end: 1 };
}
