/** A line to draw: null breaks it. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** The lowest and the highest of what each point stands for; where it stands for itself alone, its value. */
  readonly lows: readonly (number | null)[];
  readonly highs: readonly (number | null)[];
  /** It has so many points for its room that no eye tells them apart: the area it covers looks the same. */
  readonly isDense: boolean;
}

/** The steps that are looked at, both included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

/** The lowest and the highest of these curves within a range; undefined where there is nothing. */
export function extremes(
  curves: readonly Pick<Curve, 'steps' | 'lows' | 'highs'>[],
  { from, to }: StepRange,
): { readonly low: number; readonly high: number } | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { steps, lows, highs } of curves) {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] ?? 0;
      if (step < from || step > to) continue;
      low = Math.min(low, lows[i] ?? low);
      high = Math.max(high, highs[i] ?? high);
    }
  }
  return low > high ? undefined : { low, high };
}
