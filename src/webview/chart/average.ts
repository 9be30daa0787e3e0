/**
 * An exponential moving average that grows with its series: only what is new is worked out. A weight of 0 leaves all as it
 * is; the nearer to 1, the smoother. The start is no pull towards zero: it is divided out.
 */
export class MovingAverage {
  readonly weight: number;
  #average = 0;
  #total = 0;
  #values: number[] = [];

  constructor(weight: number) {
    this.weight = weight;
  }

  /** Of these values, which are those of the last time and more. */
  of(values: readonly number[]): readonly number[] {
    const { weight } = this;
    for (let i = this.#values.length; i < values.length; i++) {
      this.#average = weight * this.#average + (1 - weight) * (values[i] ?? 0);
      this.#total = weight * this.#total + (1 - weight);
      this.#values.push(this.#average / this.#total);
    }
    return this.#values;
  }
}
