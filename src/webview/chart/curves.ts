import { MovingAverage } from './average.ts';
import { patternOf, penOf, type PlottedLine } from './looks.ts';
import { thinned, type ThinnedCurve, type View } from './thinning.ts';

/** A curve, and how it is drawn. */
export interface InkedCurve {
  readonly curve: ThinnedCurve;
  /** As the area that it covers, or as a line from point to point, which is uPlot's to draw. */
  readonly isArea: boolean;
  /** CSS variable. */
  readonly color: string;
  readonly alpha: number;
  /** Of the pen, in CSS pixels. */
  readonly width: number;
}

/** The curves of lines, which grow with them. */
export class Curves {
  /** By the values of a series, which only grow. */
  #averages = new WeakMap<readonly number[], MovingAverage>();
  /** By the values that are drawn. */
  #thinned = new WeakMap<readonly number[], ThinnedCurve>();

  /** The raw ones, and with a smoothing (0: none) the smoothed ones after them. */
  of(lines: readonly PlottedLine[], view: View, smoothing: number): readonly InkedCurve[] {
    const raw = lines.map((line) => this.#inked(line, line.series.values, view, penOf(smoothing > 0)));
    if (smoothing === 0) return raw;
    const smooth = lines.map((line) => {
      return this.#inked(line, this.#smoothed(line.series.values, smoothing), view, penOf(false));
    });
    return [...raw, ...smooth];
  }

  #inked(
    line: PlottedLine,
    values: readonly number[],
    view: View,
    pen: Pick<InkedCurve, 'width' | 'alpha'>,
  ): InkedCurve {
    const curve = thinned({ steps: line.series.steps, values }, view, this.#thinned.get(values));
    this.#thinned.set(values, curve);
    // Dashes are for what has few points.
    return { curve, isArea: curve.isDense && !patternOf(line).dash, color: line.color, ...pen };
  }

  #smoothed(values: readonly number[], weight: number): readonly number[] {
    const known = this.#averages.get(values);
    const average = known?.weight === weight ? known : new MovingAverage(weight);
    this.#averages.set(values, average);
    return average.of(values);
  }
}
