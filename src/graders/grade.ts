import { isObject, type JsonObject } from '../common/json.ts';
import { evaluateFormula, parseFormula } from './formula.ts';
import { Variables, type Graded, type RenderFault } from './render.ts';
import { maxComparedLength, similarities } from './similarity/similarity.ts';

/** Why an answer could not be graded, by the API's flag for it. */
export type GradeFault = RenderFault | 'formula_parse_error' | 'other_error';

export interface Grade {
  /** 0 where there is a fault. Otherwise what the grader says: usually 0 to 1, in a multi grader any finite number. */
  readonly reward: number;
  /** Of the graders inside a multi grader, by their names. */
  readonly subRewards: Readonly<Record<string, number>>;
  readonly faults: ReadonlySet<GradeFault>;
}

/**
 * Grades an answer with a grader that `checkGrader` finds no error in and `graderRefusal` does not refuse; what is wrong
 * with one nevertheless is a fault of the grade. Never throws.
 */
export function grade(grader: JsonObject, graded: Graded): Grade {
  const variables = new Variables(graded);
  return grader.type === 'multi' ? gradeMulti(grader, variables) : gradeOne(grader, variables);
}

function gradeOne(grader: JsonObject, variables: Variables): Grade {
  const { input, reference } = grader;
  if (typeof input !== 'string' || typeof reference !== 'string') return failed('other_error');
  const given = variables.render(input);
  const wanted = variables.render(reference);
  if ('fault' in given) return failed(given.fault);
  if ('fault' in wanted) return failed(wanted.fault);
  const reward = compare(grader, given.text, wanted.text);
  return reward === undefined ? failed('other_error') : graded(reward);
}

/** Undefined where it cannot be told. */
function compare(grader: JsonObject, input: string, reference: string): number | undefined {
  if (grader.type === 'string_check') return Number(checkString(grader.operation, input, reference));
  if (grader.type !== 'text_similarity' || typeof grader.evaluation_metric !== 'string') return undefined;
  if (Math.max(input.length, reference.length) > maxComparedLength) return undefined;
  return similarities[grader.evaluation_metric]?.(input, reference);
}

function checkString(operation: unknown, input: string, reference: string): boolean {
  switch (operation) {
    case 'eq':
      return input === reference;
    case 'ne':
      return input !== reference;
    case 'like':
      return input.includes(reference);
    case 'ilike':
      return input.toLowerCase().includes(reference.toLowerCase());
    default:
      return false;
  }
}

function gradeMulti(grader: JsonObject, variables: Variables): Grade {
  const { graders, calculate_output: text } = grader;
  if (!isObject(graders) || typeof text !== 'string') return failed('other_error');
  const formula = parseFormula(text, new Set(Object.keys(graders)));
  if ('type' in formula) return failed('formula_parse_error');
  const grades = Object.entries(graders).map(
    ([name, one]) => [name, isObject(one) ? gradeOne(one, variables) : failed('other_error')] as const,
  );
  const subRewards = Object.fromEntries(grades.map(([name, { reward }]) => [name, reward]));
  const faults = new Set(grades.flatMap(([, one]) => [...one.faults]));
  const reward = evaluateFormula(formula, subRewards);
  if (!Number.isFinite(reward)) faults.add('other_error');
  // A part that could not be graded must not become a good reward in a formula such as 1 - x.
  return { reward: faults.size > 0 ? 0 : reward, subRewards, faults };
}

function graded(reward: number): Grade {
  return { reward, subRewards: {}, faults: new Set() };
}

function failed(fault: GradeFault): Grade {
  return { reward: 0, subRewards: {}, faults: new Set([fault]) };
}
