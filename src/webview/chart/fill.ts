import { roughness, type Stretch } from './envelope.ts';

/** Pixels that the edges of an area go up and down from column to column: with more, its outline costs more than its columns. */
const rough = 4;

export const isRough = (stretches: readonly Stretch[]): boolean => roughness(stretches) >= rough;

/** Fills the area of a curve, wider by `pen` (pixels) above and below: its columns, or what its outline surrounds. */
export function fillStretch(ctx: CanvasRenderingContext2D, stretch: Stretch, pen: number, asColumns: boolean): void {
  if (asColumns) fillColumns(ctx, stretch, pen);
  else ctx.fill(outline(stretch, pen));
}

/** Two are filled as one, which is as wide as the pen of a line: single ones cost more and show no more. */
function fillColumns(ctx: CanvasRenderingContext2D, { first, tops, bottoms }: Stretch, pen: number): void {
  const last = tops.length - 1;
  // Columns of an even number begin a pair, so that a part of an area looks as it does in the whole.
  for (let i = -(first % 2); i <= last; i += 2) {
    const [left, right] = [Math.max(i, 0), Math.min(i + 1, last)];
    const top = Math.min(tops[left] ?? 0, tops[right] ?? 0) - pen;
    const bottom = Math.max(bottoms[left] ?? 0, bottoms[right] ?? 0) + pen;
    ctx.fillRect(first + left, top, right - left + 1, bottom - top);
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
