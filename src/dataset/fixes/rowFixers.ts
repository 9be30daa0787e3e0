import { chatFixers } from './chat.ts';
import type { RowFixer } from './fixRow.ts';
import { partFixers } from './parts.ts';
import { preferenceFixers } from './preference.ts';
import { syntaxFixers } from './syntax.ts';
import { textFixers } from './text.ts';
import { toolFixers } from './tools.ts';

/** By rule: how a row that breaks it can be repaired. The first fix of a problem is the one to prefer. */
export const rowFixers: Readonly<Record<string, RowFixer>> = {
  ...syntaxFixers,
  ...textFixers,
  ...chatFixers,
  ...partFixers,
  ...toolFixers,
  ...preferenceFixers,
};
