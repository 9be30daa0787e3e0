import { indexAt } from '../../jobs/metrics.ts';

/** The steps of all of them, ascending, each once. */
export function allSteps(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists;
  return others.reduce(merged, first);
}

/** Both ascend. Nothing is made for a step but its place. */
function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  const all: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i] ?? Number.POSITIVE_INFINITY;
    const right = b[j] ?? Number.POSITIVE_INFINITY;
    all.push(left < right ? left : right);
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return all;
}

/** The steps of lines that grow: as a rule only what is new at their ends is merged. */
export class CommonSteps {
  #lists: readonly (readonly number[])[] = [];
  #lengths: readonly number[] = [];
  #steps: number[] = [];

  /** Of these lists, ascending, each once. The array may grow with the next call. */
  of(lists: readonly (readonly number[])[]): readonly number[] {
    const isSame = lists.length === this.#lists.length && lists.every((list, i) => list === this.#lists[i]);
    const added = isSame ? allSteps(lists.map((list, i) => list.slice(this.#lengths[i]))) : [];
    const last = this.#steps.at(-1) ?? Number.NEGATIVE_INFINITY;
    const later = added.slice(indexAt(added, last) + 1);
    const isKnown = added
      .slice(0, added.length - later.length)
      .every((step) => this.#steps[indexAt(this.#steps, step)] === step);
    if (isSame && isKnown) for (const step of later) this.#steps.push(step);
    else this.#steps = allSteps(lists).slice();
    this.#lists = lists;
    this.#lengths = lists.map(({ length }) => length);
    return this.#steps;
  }
}
