import type { Score } from './scorer.ts';

/** Sums scores into means per token. */
export class Tally {
  #tokens = 0;
  #correct = 0;
  #logProbability = 0;

  add(score: Score): void {
    this.#tokens += score.tokens;
    this.#correct += score.correct;
    this.#logProbability += score.logProbability;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Mean negative log-likelihood, in nats per token. */
  get loss(): number {
    return -this.#logProbability / this.#tokens;
  }

  /** Share of the tokens that no other token beats, 0 to 1. */
  get accuracy(): number {
    return this.#correct / this.#tokens;
  }
}
