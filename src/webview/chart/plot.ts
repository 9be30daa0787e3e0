import uPlot from 'uplot';
import { AlignedCurves } from './aligned.ts';
import { Areas } from './areas.ts';
import { axes } from './axes.ts';
import type { StepRange } from './curve.ts';
import { Curves, type InkedCurve } from './curves.ts';
import { colorOf, patternOf, penOf, type PlottedLine } from './looks.ts';
import { drawMarks, marksPlaces, type Mark } from './marks.ts';
import { isSameList } from './sameList.ts';
import { valueRange } from './scale.ts';
import { themeColor } from './theme.ts';

/** All that the canvas shows. */
export interface Plotted {
  readonly lines: readonly PlottedLine[];
  readonly range: StepRange;
  readonly smoothing: number;
  readonly isLog: boolean;
  readonly marks: readonly Mark[];
}

const nothing: Plotted = { lines: [], range: { from: 0, to: 1 }, smoothing: 0, isLog: false, marks: [] };

interface PlotEvents {
  /** Undefined: the pointer left. */
  onPoint(step: number | undefined): void;
  onSelect(range: StepRange): void;
}

/** CSS pixels; a chart lower than this shows nothing. */
const least = { width: 240, height: 160 };
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's enum is gone at run time.
const logarithmic: uPlot.Scale.Distr = 3;
const stroked = uPlot.paths.linear?.();

/** Draws curves with uPlot, no more points than there are pixels. */
export class Plot {
  #parent: HTMLElement;
  #events: PlotEvents;
  #chart: uPlot | undefined;
  #plotted: Plotted | undefined;
  #size = least;
  #curves = new Curves();
  #aligned = new AlignedCurves();
  #areas = new Areas();
  /** What is drawn, in the order of the series. */
  #inked: readonly InkedCurve[] = [];
  /** What the chart was made for; anything else can change in it. */
  #shape = '';
  /** As `#strokes` was when uPlot last drew. */
  #drawn: readonly unknown[] = [];
  /** The step that the cross was put on; undefined while it follows the pointer. */
  #pinned: number | undefined;

  constructor(parent: HTMLElement, events: PlotEvents) {
    this.#parent = parent;
    this.#events = events;
    parent.addEventListener('pointermove', () => (this.#pinned = undefined), { capture: true });
    this.#areas.canvas.addEventListener('contextrestored', () => this.redraw());
    new ResizeObserver(() => {
      this.#measure();
      this.#chart?.setSize(this.#size);
      if (this.#plotted) this.show(this.#plotted);
    }).observe(parent);
  }

  show(plotted: Plotted): void {
    this.#plotted = plotted;
    if (!this.#chart) this.#measure();
    const { lines, range, smoothing, isLog } = plotted;
    const view = { range, pixels: this.#size.width * devicePixelRatio, isLog };
    this.#inked = this.#curves.of(lines, view, smoothing);
    const data = this.#aligned.of(this.#inked.map(({ curve }) => curve));
    const looks = lines.map((line) => [line.key, line.color, patternOf(line)]);
    const shape = JSON.stringify([looks, isLog, smoothing > 0]);
    if (this.#chart && shape === this.#shape) {
      const isDrawn = isSameList(this.#strokes(this.#chart), this.#drawn);
      this.#chart.setData(data, !isDrawn);
      if (isDrawn) this.#areas.draw(this.#chart, this.#inked);
    } else {
      this.#shape = shape;
      this.#chart?.destroy();
      this.#chart = new uPlot(this.#options(plotted), data, this.#parent);
      const { canvas } = this.#chart.ctx;
      canvas.before(this.#areas.canvas);
      canvas.addEventListener('contextrestored', () => this.redraw());
    }
    if (this.#pinned !== undefined) this.point(this.#pinned);
  }

  /** What uPlot's own canvas shows: scales, marks, and lines from point to point. As long as all is the same, it looks the same. */
  #strokes(chart: uPlot): readonly unknown[] {
    const { range, isLog, marks } = this.#plotted ?? nothing;
    const lines = this.#inked.filter(({ isArea }) => !isArea).flatMap(({ curve }) => [curve, curve.taken]);
    return [range.from, range.to, ...this.#valueRange(range, isLog), ...marksPlaces(marks, xOf(chart)), ...lines];
  }

  #valueRange(range: StepRange, isLog: boolean): uPlot.Range.MinMax {
    return valueRange(
      this.#inked.map(({ curve }) => curve),
      range,
      isLog,
    );
  }

  /** Draws all of it, with the colours of the theme as it is now. */
  redraw(): void {
    this.#areas.forget();
    this.#chart?.redraw(true, true);
  }

  /** Puts the cross on a step, where it stays until the pointer takes it. */
  point(step: number): void {
    this.#pinned = step;
    const chart = this.#chart;
    if (chart) chart.setCursor({ left: chart.valToPos(step, 'x'), top: chart.over.clientHeight / 2 }, false);
  }

  /** The lowest first. */
  get canvases(): readonly HTMLCanvasElement[] {
    return this.#chart ? [this.#areas.canvas, this.#chart.ctx.canvas] : [];
  }

  /** Asking the page for it takes a layout. */
  #measure(): void {
    this.#size = {
      width: Math.max(least.width, this.#parent.clientWidth),
      height: Math.max(least.height, this.#parent.clientHeight),
    };
  }

  #options({ lines, isLog, smoothing }: Plotted): uPlot.Options {
    const hasSmooth = smoothing > 0;
    const series = (line: PlottedLine, isRaw: boolean): uPlot.Series => ({
      stroke: () => colorOf(line),
      ...penOf(isRaw && hasSmooth),
      paths: (chart, index, from, to) =>
        this.#inked[index - 1]?.isArea ? null : (stroked?.(chart, index, from, to) ?? null),
      ...patternOf(line),
    });
    return {
      ...this.#size,
      legend: { show: false },
      // Its own double click would go to a range that only we know.
      cursor: {
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => null },
        points: hasSmooth ? { show: false } : crossPoints(lines),
        dataIdx: (chart, line, index) => lastMeasured(chart.data[line] ?? [], index),
        // The place of the pointer has no meaning but its step.
        y: false,
      },
      scales: {
        x: { time: false, range: () => [this.#range.from, this.#range.to] },
        y: {
          ...(isLog && { distr: logarithmic }),
          range: () => this.#valueRange(this.#range, isLog),
        },
      },
      axes: axes(),
      series: [
        {},
        ...lines.map((line) => series(line, true)),
        ...(hasSmooth ? lines.map((line) => series(line, false)) : []),
      ],
      hooks: {
        setCursor: [(chart) => this.#pinned === undefined && this.#events.onPoint(pointedStep(chart))],
        setSelect: [(chart) => this.#select(chart)],
        draw: [(chart) => this.#draw(chart)],
      },
    };
  }

  get #range(): StepRange {
    return (this.#plotted ?? nothing).range;
  }

  #select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width <= 0) return;
    const range = { from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') };
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#events.onSelect(range);
  }

  /** What is not uPlot's to draw. */
  #draw(chart: uPlot): void {
    const { ctx, bbox } = chart;
    const { range, marks } = this.#plotted ?? nothing;
    drawMarks({ ctx, bbox, range, xOf: xOf(chart) }, marks);
    this.#drawn = this.#strokes(chart);
    this.#areas.draw(chart, this.#inked);
  }
}

/** The place of a step, from the left of the canvas. */
const xOf =
  (chart: uPlot) =>
  (step: number): number =>
    chart.valToPos(step, 'x', true);

/** On the lines, at the cross: with a rim, so that they stand out of a line that wavers. */
const crossPoints = (lines: readonly PlottedLine[]): uPlot.Cursor.Points => ({
  size: 12,
  width: 2,
  stroke: () => themeColor('--vscode-editor-background'),
  fill: (_, index) => colorOf(lines[index - 1]),
});

/** As the legend has it: what was last measured up to there. */
function lastMeasured(values: ArrayLike<number | null | undefined>, index: number): number {
  for (let i = index; i >= 0; i--) if (typeof values[i] === 'number') return i;
  return index;
}

function pointedStep(chart: uPlot): number | undefined {
  const { idx, left = -1 } = chart.cursor;
  return left < 0 || idx === null || idx === undefined ? undefined : chart.data[0][idx];
}
