import type { RuleId } from '../problems.ts';

/** Rules whose fix is more than an edit of rows: an editor saves the file in another encoding, or reads an image. */
export const editorFixedRules = [
  'file/encoding',
  'file/bom',
  'vision/invalid-url',
  'vision/inaccessible-url',
] as const satisfies readonly RuleId[];
