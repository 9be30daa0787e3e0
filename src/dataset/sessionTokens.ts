import type { RowProblem } from './problems.ts';
import { mayRowExceedTokenLimit, overTokenLimit } from './rules/tokens.ts';
import type { SessionRow } from './sessionRow.ts';
import type { ServiceLimits } from './targets.ts';

/** What is trained, as far as it limits tokens. */
export interface TokenLimitOptions {
  readonly model?: string;
  readonly limits?: ServiceLimits;
}

/** What is known of a row that may have too many tokens. */
interface LongRow {
  readonly isCounted: boolean;
  readonly problem?: RowProblem;
}

const uncounted: LongRow = { isCounted: false };

/** The rows of a session that are long enough to have too many tokens. Somebody else counts them and tells. */
export class SessionTokens {
  /** Rows with too many. */
  problems = 0;
  readonly #options: TokenLimitOptions;
  readonly #rows = new Map<SessionRow, LongRow>();

  constructor(options: TokenLimitOptions) {
    this.#options = options;
  }

  /** True where `options` limit tokens as those of this do. */
  isFor({ model, limits }: TokenLimitOptions): boolean {
    return model === this.#options.model && limits?.tokensPerExample === this.#options.limits?.tokensPerExample;
  }

  /** One without rows. */
  emptied(): SessionTokens {
    return new SessionTokens(this.#options);
  }

  /** Adds an example. */
  add(row: SessionRow): void {
    if (mayRowExceedTokenLimit(row.text, this.#options.model, this.#options.limits)) this.#rows.set(row, uncounted);
  }

  remove(row: SessionRow): void {
    if (this.problemOf(row)) this.problems--;
    this.#rows.delete(row);
  }

  /** Texts of rows that have to be counted, each once. */
  get uncounted(): readonly string[] {
    const texts = new Set<string>();
    for (const [row, { isCounted }] of this.#rows) if (!isCounted) texts.add(row.text);
    return [...texts];
  }

  /** Takes over the tokens of the rows with this text. */
  tell(text: string, tokens: number): void {
    for (const row of this.#rows.keys()) {
      if (row.text !== text) continue;
      if (this.problemOf(row)) this.problems--;
      const problem = overTokenLimit(text, tokens, this.#options.model, this.#options.limits);
      this.#rows.set(row, { isCounted: true, ...(problem && { problem }) });
      if (problem) this.problems++;
    }
  }

  problemOf(row: SessionRow): RowProblem | undefined {
    return this.#rows.get(row)?.problem;
  }
}
