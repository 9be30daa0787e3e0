import { t } from '@vscode/l10n';
import type { StepRange } from './curve.ts';
import { themeColor } from './theme.ts';

/**
 * What is marked at a step: a checkpoint, or where over-fitting begins, which is shaded where there is but one job, so that
 * shades never lie upon each other.
 */
export interface Mark {
  readonly type: 'checkpoint' | 'best' | 'overfitting' | 'shade';
  readonly step: number;
  /** CSS variable. */
  readonly color: string;
}

/** Where to draw, in pixels of the canvas. */
export interface MarkedArea {
  readonly ctx: CanvasRenderingContext2D;
  readonly bbox: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly range: StepRange;
  /** The place of a step, from the left of the canvas. */
  readonly xOf: (step: number) => number;
}

/** CSS pixels from the middle of a diamond to its corners. */
const half = 4;

/** Checkpoints are diamonds, the best is filled; over-fitting is a triangle below them, or a shade with its name. */
export function drawMarks({ ctx, bbox, range, xOf }: MarkedArea, marks: readonly Mark[]): void {
  const size = half * devicePixelRatio;
  const row = (index: number): number => bbox.top + size * (1 + 3 * index);
  ctx.save();
  for (const { type, step, color } of marks) {
    if (step > range.to || (step < range.from && type !== 'shade')) continue;
    const x = Math.max(bbox.left, xOf(step));
    ctx.strokeStyle = ctx.fillStyle = themeColor(color);
    ctx.lineWidth = devicePixelRatio;
    if (type === 'shade') shade(ctx, bbox, x, row(1));
    else if (type === 'overfitting') shape(ctx, x, row(1), triangle, true);
    else {
      ctx.globalAlpha = type === 'best' ? 0.8 : 0.35;
      dottedLine(ctx, x, row(0) + size, bbox.top + bbox.height);
      ctx.globalAlpha = 1;
      shape(ctx, x, row(0), diamond, type === 'best');
    }
  }
  ctx.restore();
}

/** The same for marks that look the same: a step more or less within a pixel is not seen. */
export const marksPlaces = (marks: readonly Mark[], xOf: MarkedArea['xOf']): readonly unknown[] =>
  marks.flatMap(({ type, step, color }) => [type, Math.round(xOf(step)), color]);

type Corners = readonly (readonly [x: number, y: number])[];

/** In halves of a mark's width, from its middle. */
const diamond: Corners = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];
const triangle: Corners = [
  [0, -1],
  [1, 1],
  [-1, 1],
];

function shape(ctx: CanvasRenderingContext2D, x: number, y: number, corners: Corners, isFilled: boolean): void {
  const size = half * devicePixelRatio;
  ctx.beginPath();
  for (const [right, down] of corners) ctx.lineTo(x + right * size, y + down * size);
  ctx.closePath();
  ctx.stroke();
  if (isFilled) ctx.fill();
}

function dottedLine(ctx: CanvasRenderingContext2D, x: number, top: number, bottom: number): void {
  ctx.setLineDash([2, 4]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.setLineDash([]);
}

function shade(ctx: CanvasRenderingContext2D, bbox: MarkedArea['bbox'], x: number, y: number): void {
  const right = bbox.left + bbox.width;
  ctx.globalAlpha = 0.08;
  ctx.fillRect(x, bbox.top, right - x, bbox.height);
  ctx.globalAlpha = 1;
  ctx.font = `${12 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const words = t('over-fitting');
  const space = 6 * devicePixelRatio;
  if (ctx.measureText(words).width + 2 * space < right - x) ctx.fillText(words, x + space, y);
}
