import type { Format, JsonObject } from '../formats.ts';
import { compareRowProblems } from '../problems.ts';
import type { RowCheck } from '../rowCheck.ts';
import { overTokenLimit } from '../rules/tokens.ts';
import type { ServiceLimits } from '../targets.ts';
import type { TokenCounter } from './counter.ts';
import { exampleTokens } from './exampleTokens.ts';

/** Counts the tokens of a file's examples, and finds those that have too many. */
export class RowTokens {
  /** Tokens of all examples so far. */
  total = 0;
  readonly #counter: TokenCounter;
  readonly #model: string | undefined;
  readonly #limits: ServiceLimits | undefined;

  constructor(counter: TokenCounter, options: { readonly model?: string; readonly limits?: ServiceLimits }) {
    this.#counter = counter;
    this.#model = options.model;
    this.#limits = options.limits;
  }

  /** Counts an example, and adds to the outcome of its row what its tokens say. */
  add(row: string, example: JsonObject, format: Format | undefined, check: RowCheck): RowCheck {
    if (format === undefined) return check;
    const tokens = exampleTokens(example, this.#counter, format);
    this.total += tokens;
    const problem = overTokenLimit(row, tokens, this.#model, this.#limits);
    return problem ? { ...check, problems: [...check.problems, problem].sort(compareRowProblems) } : check;
  }
}
