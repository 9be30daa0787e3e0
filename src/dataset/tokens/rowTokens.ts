import type { Format, JsonObject } from '../formats.ts';
import { compareRowProblems } from '../problems.ts';
import type { RowCheck } from '../rowCheck.ts';
import { mayRowExceedTokenLimit, overTokenLimit, safeBytes } from '../rules/tokens.ts';
import type { ServiceLimits } from '../targets.ts';
import type { TokenCounter } from './counter.ts';
import { exampleTokens } from './exampleTokens.ts';

export interface RowTokensOptions {
  readonly model?: string;
  readonly limits?: ServiceLimits;
  /** Counts the tokens of every example. */
  readonly counter?: TokenCounter;
  /** Counts those of examples long enough to have too many, where there is no `counter`. Asked for when the first is met. */
  readonly limitCounter?: () => TokenCounter;
}

/** Finds the examples of a file that have too many tokens, and counts the tokens of all of them where that is wanted. */
export class RowTokens {
  readonly #options: RowTokensOptions;
  /** The tokens of rows of more bytes, in UTF-8, have to be counted. */
  readonly uncounted: number;
  #limitCounter: TokenCounter | undefined;
  #total = 0;

  constructor(options: RowTokensOptions) {
    const { counter, limitCounter, model, limits } = options;
    this.#options = options;
    this.uncounted = counter ? -1 : limitCounter ? safeBytes(model, limits) : Infinity;
  }

  /** Tokens of all examples so far; undefined where not all are counted. */
  get total(): number | undefined {
    return this.#options.counter && this.#total;
  }

  /** Counts an example, if it has to be, and adds to the outcome of its row what its tokens say. */
  add(row: string, example: JsonObject, format: Format | undefined, check: RowCheck): RowCheck {
    const { model, limits } = this.#options;
    const counter = format && this.#counterFor(row);
    if (!counter) return check;
    const tokens = exampleTokens(example, counter, format);
    this.#total += tokens;
    const problem = overTokenLimit(row, tokens, model, limits);
    return problem ? { ...check, problems: [...check.problems, problem].sort(compareRowProblems) } : check;
  }

  #counterFor(row: string): TokenCounter | undefined {
    const { counter, limitCounter, model, limits } = this.#options;
    if (counter || !limitCounter || !mayRowExceedTokenLimit(row, model, limits)) return counter;
    return (this.#limitCounter ??= limitCounter());
  }
}
