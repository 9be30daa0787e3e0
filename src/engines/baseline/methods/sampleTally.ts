/** Sums what became of sampled answers into means. */
export class SampleTally {
  #samples = 0;
  #rewards = 0;
  #parseErrors = 0;
  #tokens = 0;

  /** @param isParseError the answer is not the JSON that the grader reads */
  add(reward: number, tokens: number, isParseError: boolean): void {
    this.#samples++;
    this.#rewards += reward;
    this.#tokens += tokens;
    if (isParseError) this.#parseErrors++;
  }

  get tokens(): number {
    return this.#tokens;
  }

  get meanTokens(): number {
    return this.#tokens / this.#samples;
  }

  get meanReward(): number {
    return this.#rewards / this.#samples;
  }

  get meanParseErrors(): number {
    return this.#parseErrors / this.#samples;
  }
}
