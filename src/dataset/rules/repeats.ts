import { rowProblem, type ProblemData, type RowProblem, type RuleId } from '../problems.ts';
import { skipBlank, trimmedEnd } from '../scanner.ts';

/** The problem of a row that is the same example as row `first` (0-based) of the file. */
export function duplicateExample(text: string, first: number): RowProblem {
  return ofWholeValue('file/duplicate-example', text, { line: first + 1 });
}

/** The problem of a row that is the same example as row `trained` (0-based) of the training file called `file`. */
export function trainedExample(text: string, file: string, trained: number): RowProblem {
  return ofWholeValue('file/train-validation-overlap', text, { file, line: trained + 1 });
}

function ofWholeValue(rule: RuleId, text: string, data: ProblemData): RowProblem {
  return rowProblem(rule, skipBlank(text, 0), trimmedEnd(text), data);
}
