import uPlot from 'uplot';
import { extremes, type Curve, type StepRange } from './curve.ts';

/** Of the height, above and below. */
const room = 0.1;

/** From the lowest to the highest of these curves within a range, with some room; nulls where there is nothing. */
export function valueRange(curves: readonly Curve[], range: StepRange, isLog: boolean): uPlot.Range.MinMax {
  const found = extremes(curves, range);
  if (!found) return [null, null];
  const { low, high } = found;
  return isLog ? uPlot.rangeLog(low, high, 10, false) : uPlot.rangeNum(low, high, room, true);
}
