import type uPlot from 'uplot';
import { indexAt } from '../../jobs/metrics.ts';
import type { Curve } from './curve.ts';
import type { InkedCurve } from './curves.ts';
import { element } from './dom.ts';
import { Envelope, type Stretch } from './envelope.ts';
import { fillStretch, isRough } from './fill.ts';
import { isSameList } from './sameList.ts';
import { themeColor } from './theme.ts';
import type { ThinnedCurve } from './thinning.ts';

/** What has been drawn of a curve, which may have grown since. */
interface Drawn {
  readonly curve: ThinnedCurve;
  readonly taken: number;
  readonly settled: number;
  readonly asColumns: boolean;
}

/** Pixels left of where an area is drawn that tell where its edges come from: as much as is filled at once. */
const before = 2;

/**
 * The areas that dense curves cover, on a canvas of their own below that of uPlot, so that lines and marks lie upon them: of
 * curves that have grown, only what is new is drawn.
 */
export class Areas {
  readonly canvas = element('canvas', { className: 'areas', ariaHidden: 'true' });
  #ctx = this.canvas.getContext('2d');
  #drawn: readonly Drawn[] = [];
  /** What else the picture depends on. */
  #place: readonly unknown[] = [];

  /** Draws them where uPlot's scales are now. */
  draw(chart: uPlot, curves: readonly InkedCurve[]): void {
    const areas = curves.filter(({ isArea }) => isArea);
    const { bbox } = chart;
    const { x, y } = chart.scales;
    const { width, height } = chart.ctx.canvas;
    const looks = areas.flatMap(({ curve, color, alpha }) => [curve, color, alpha]);
    const place = [width, height, ...Object.values(bbox), x?.min, x?.max, y?.min, y?.max, ...looks];
    if (isSameList(place, this.#place)) return this.#drawNew(chart, areas);
    this.#place = place;
    // Setting a size, be it the same, makes a new picture.
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    this.#ctx?.clearRect(0, 0, width, height);
    this.#drawn = [];
    this.#drawFrom(chart, areas, Math.floor(bbox.left));
  }

  /** All is to be drawn the next time: colours are others, or the picture is lost. */
  forget(): void {
    this.#place = [];
  }

  #drawNew(chart: uPlot, areas: readonly InkedCurve[]): void {
    const grown = this.#drawn.filter(({ curve, taken }) => curve.taken > taken);
    if (grown.length === 0) return;
    const firsts = grown.map(({ curve, settled }) => curve.steps[Math.max(0, settled - 1)] ?? 0);
    const x = Math.floor(chart.valToPos(Math.min(...firsts), 'x', true));
    this.#drawFrom(chart, areas, Math.max(Math.floor(chart.bbox.left), x - (x % before)));
  }

  /** From a column of pixels on. */
  #drawFrom(chart: uPlot, areas: readonly InkedCurve[], from: number): void {
    const ctx = this.#ctx;
    if (!ctx) return;
    const { left, top: upper, width: columns, height: rows } = chart.bbox;
    // On whole pixels: what is cleared at an edge would be a part of it otherwise.
    const top = Math.floor(upper);
    const [width, height] = [Math.ceil(left + columns) - from, Math.ceil(upper + rows) - top];
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, top, width, height);
    ctx.clip();
    ctx.clearRect(from, top, width, height);
    this.#drawn = areas.map((area, i) => {
      const { curve } = area;
      const { taken, settled } = curve;
      return { curve, taken, settled, asColumns: drawArea(ctx, chart, area, from, this.#drawn[i]?.asColumns) };
    });
    ctx.restore();
  }
}

/** `asColumns`: as the part before was drawn. Returns how this one was. */
function drawArea(
  ctx: CanvasRenderingContext2D,
  chart: uPlot,
  { curve, color, alpha, width }: InkedCurve,
  from: number,
  asColumns: boolean | undefined,
): boolean {
  const stretches = stretchesOf(chart, curve, from);
  const isByColumns = asColumns ?? isRough(stretches);
  ctx.globalAlpha = alpha;
  ctx.fillStyle = themeColor(color);
  for (const stretch of stretches) fillStretch(ctx, stretch, (width * devicePixelRatio) / 2, isByColumns);
  return isByColumns;
}

/** What a curve covers from a column of pixels on, and a little before it. */
function stretchesOf(chart: uPlot, { steps, values, lows, highs }: Curve, from: number): readonly Stretch[] {
  const { left, width } = chart.bbox;
  const begin = Math.max(left, from - before);
  const envelope = new Envelope(begin, left + width);
  const yOf = (value: number): number => chart.valToPos(value, 'y', true);
  for (let i = Math.max(0, indexAt(steps, chart.posToVal(begin, 'x', true))); i < steps.length; i++) {
    const value = values[i] ?? null;
    const low = lows[i] ?? null;
    const high = highs[i] ?? null;
    if (value === null || low === null || high === null) {
      envelope.gap();
      continue;
    }
    const x = chart.valToPos(steps[i] ?? 0, 'x', true);
    if (low < high) {
      envelope.lineTo(x, yOf(low));
      envelope.lineTo(x, yOf(high));
    }
    envelope.lineTo(x, yOf(value));
  }
  return envelope.stretches;
}
