import type { CheckedFile } from '../../../src/cli/output.ts';
import { inRow, rowProblem, type Problem } from '../../../src/dataset/problems.ts';

/** A file with the given problems, of which `more` are not shown. */
export function checkedFile(file: string, problems: readonly Problem[], more = 0): CheckedFile {
  const figures = { rows: 20, examples: 20, errors: problems.length + more, warnings: 0, infos: 0, tokens: undefined };
  return { file, check: { format: 'chat', isEvidentlyDataset: true, problems, more, ...figures } };
}

export const missingRole = inRow(rowProblem('chat/missing-role', 14, 15), 5);
/** Its sentence quotes the row. */
export const invalidRole = inRow(rowProblem('chat/invalid-role', 0, 9, { role: '50%,\r\n:x' }), 0);
export const missingSystem = inRow(rowProblem('chat/inconsistent-system', 1, 11), 2);
