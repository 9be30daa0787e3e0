import { indexAt } from '../../jobs/metrics.ts';
import { allSteps } from './commonSteps.ts';
import type { Curve } from './curve.ts';
import type { ThinnedCurve } from './thinning.ts';

/** Values by steps; null: a gap; undefined: nothing was measured at that step, and there is no gap either. */
type Column = (number | null | undefined)[];

/** All steps, ascending, and a column of values a curve. */
export type AlignedData = [steps: number[], ...columns: Column[]];

type Line = Pick<Curve, 'steps' | 'values'>;

/** Several curves over the steps of all of them; undefined where one has nothing to say. */
export function aligned(curves: readonly Line[]): AlignedData {
  const data: AlignedData = [[], ...curves.map((): Column => [])];
  extend(data, curves, Number.NEGATIVE_INFINITY);
  return data;
}

/** Curves that grow, over the steps of all of them: only what is new at their ends is put in. */
export class AlignedCurves {
  #data: AlignedData = [[]];
  #known: readonly { readonly curve: ThinnedCurve; readonly settled: number }[] = [];

  /** As `aligned` has it. The arrays may grow with the next call. */
  of(curves: readonly ThinnedCurve[]): AlignedData {
    const known = this.#known;
    const isSame = curves.length === known.length && curves.every((curve, i) => curve === known[i]?.curve);
    const ends = known.map(({ curve, settled }) => curve.steps[settled - 1] ?? Number.NEGATIVE_INFINITY);
    if (isSame) extend(this.#data, curves, Math.min(...ends));
    else this.#data = aligned(curves);
    this.#known = curves.map((curve) => ({ curve, settled: curve.settled }));
    return this.#data;
  }
}

/** Replaces what is after the step `from` by what these curves have there. */
function extend([steps, ...columns]: AlignedData, curves: readonly Line[], from: number): void {
  const added = allSteps(curves.map((curve) => curve.steps.slice(indexAt(curve.steps, from) + 1)));
  steps.length = indexAt(steps, from) + 1;
  for (const [i, column] of columns.entries()) {
    column.length = steps.length;
    const curve = curves[i] ?? { steps: [], values: [] };
    let next = indexAt(curve.steps, from) + 1;
    for (const step of added) column.push(curve.steps[next] === step ? curve.values[next++] : undefined);
    breakAtGaps(column);
  }
  for (const step of added) steps.push(step);
}

/** Makes each gap as wide as it is: from point to point, also where others were measured in between. */
function breakAtGaps(column: Column): void {
  for (let i = 0; i < column.length; i++) {
    if (column[i] !== null) continue;
    for (let at = i - 1; at >= 0 && column[at] === undefined; at--) column[at] = null;
    for (let at = i + 1; at < column.length && column[at] === undefined; at++) column[at] = null;
  }
}
