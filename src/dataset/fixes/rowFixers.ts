import type { RowFixer } from './fix.ts';
import { syntaxFixers } from './syntax.ts';
import { textFixers } from './text.ts';

/** By rule: how a row that breaks it can be repaired. The first fix of a problem is the one to prefer. */
export const rowFixers: Readonly<Record<string, RowFixer>> = { ...syntaxFixers, ...textFixers };
