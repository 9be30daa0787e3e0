import uPlot from 'uplot';
import { extremes, type Curve, type StepRange } from './curve.ts';
import { Envelope, roughness, type Stretch } from './envelope.ts';

const stroked = uPlot.paths.linear?.();

/** A line from point to point; of a dense curve, which is that of the series, the area it covers, drawn at once. */
export function curvePaths(curveOf: (series: number) => Curve | undefined): uPlot.Series.PathBuilder {
  return (chart, index, from, to) => {
    const curve = curveOf(index);
    // Dashes are for what has few points.
    const isArea = curve?.isDense && !chart.series[index]?.dash;
    if (!isArea) return stroked?.(chart, index, from, to) ?? null;
    drawArea(chart, index, curve);
    return null;
  };
}

function drawArea(chart: uPlot, index: number, { steps, values, lows, highs }: Curve): void {
  const { ctx, bbox } = chart;
  const { stroke, width = 1 } = chart.series[index] ?? {};
  const envelope = new Envelope(bbox.left, bbox.left + bbox.width);
  uPlot.orient(chart, index, (_series, _steps, _values, scaleX, scaleY, xOf, yOf, left, top, width, height) => {
    for (let i = 0; i < steps.length; i++) {
      const value = values[i] ?? null;
      const low = lows[i] ?? null;
      const high = highs[i] ?? null;
      if (value === null || low === null || high === null) {
        envelope.gap();
        continue;
      }
      const x = xOf(steps[i] ?? 0, scaleX, width, left);
      if (low < high) {
        envelope.lineTo(x, yOf(low, scaleY, height, top));
        envelope.lineTo(x, yOf(high, scaleY, height, top));
      }
      envelope.lineTo(x, yOf(value, scaleY, height, top));
    }
  });
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = (typeof stroke === 'function' ? stroke(chart, index) : stroke) ?? '';
  for (const stretch of envelope.stretches) fillStretch(ctx, stretch, (width * devicePixelRatio) / 2);
  ctx.restore();
}

/** Pixels that the edges of an area go up and down from column to column: with more, its outline costs more than its columns. */
const rough = 4;

/**
 * The columns of a stretch, wider by `pen` (pixels) above and below. Two are filled as one, which is as wide as the pen of a
 * line: single ones cost more and show no more.
 */
function fillStretch(ctx: CanvasRenderingContext2D, stretch: Stretch, pen: number): void {
  const { first, tops, bottoms } = stretch;
  if (roughness(stretch) < rough) {
    ctx.fill(outline(stretch, pen));
    return;
  }
  for (let i = 0; i < tops.length; i += 2) {
    const next = Math.min(i + 1, tops.length - 1);
    const top = Math.min(tops[i] ?? 0, tops[next] ?? 0) - pen;
    const bottom = Math.max(bottoms[i] ?? 0, bottoms[next] ?? 0) + pen;
    ctx.fillRect(first + i, top, next - i + 1, bottom - top);
  }
}

function outline({ first, tops, bottoms }: Stretch, pen: number): Path2D {
  const path = new Path2D();
  const last = tops.length - 1;
  const end = first + last + 1;
  path.moveTo(first, (tops[0] ?? 0) - pen);
  for (let i = 0; i <= last; i++) path.lineTo(first + i + 0.5, (tops[i] ?? 0) - pen);
  path.lineTo(end, (tops[last] ?? 0) - pen);
  path.lineTo(end, (bottoms[last] ?? 0) + pen);
  for (let i = last; i >= 0; i--) path.lineTo(first + i + 0.5, (bottoms[i] ?? 0) + pen);
  path.lineTo(first, (bottoms[0] ?? 0) + pen);
  path.closePath();
  return path;
}

/** Of the height, above and below. */
const room = 0.1;

/** From the lowest to the highest of these curves within a range, with some room; nulls where there is nothing. */
export function valueRange(curves: readonly Curve[], range: StepRange, isLog: boolean): uPlot.Range.MinMax {
  const found = extremes(curves, range);
  if (!found) return [null, null];
  const { low, high } = found;
  return isLog ? uPlot.rangeLog(low, high, 10, false) : uPlot.rangeNum(low, high, room, true);
}
