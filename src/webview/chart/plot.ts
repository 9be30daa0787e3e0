import { t } from '@vscode/l10n';
import uPlot from 'uplot';
import { aligned, MovingAverage, thinned, type Curve, type StepRange } from './curve.ts';
import type { Line } from './lines.ts';
import type { Look } from './looks.ts';
import { drawMarks, type Mark } from './marks.ts';
import { curvePaths, valueRange } from './paths.ts';
import type { Series } from '../../jobs/metrics.ts';
import { gridColor, themeColor } from './theme.ts';
import { stepText, tickText } from './words.ts';

export type PlottedLine = Line & Look;

/** All that the canvas shows. */
export interface Plotted {
  readonly lines: readonly PlottedLine[];
  readonly range: StepRange;
  readonly smoothing: number;
  readonly isLog: boolean;
  readonly marks: readonly Mark[];
}

interface PlotEvents {
  /** Undefined: the pointer left. */
  onPoint(step: number | undefined): void;
  onSelect(range: StepRange): void;
}

/** CSS pixels; a chart lower than this shows nothing. */
const least = { width: 240, height: 160 };
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- uPlot's enum is gone at run time.
const logarithmic: uPlot.Scale.Distr = 3;
/** Of the raw line behind a smoothed one. */
const rawAlpha = 0.35;

/** Draws curves with uPlot, no more points than there are pixels. */
export class Plot {
  #parent: HTMLElement;
  #events: PlotEvents;
  #chart: uPlot | undefined;
  #plotted: Plotted | undefined;
  #size = least;
  /** What is drawn, in the order of the series. */
  #curves: readonly Curve[] = [];
  /** By the values of a series, which only grow. */
  #averages = new WeakMap<readonly number[], MovingAverage>();
  /** What the chart was made for; anything else can change in it. */
  #shape = '';
  /** The step that the cross was put on; undefined while it follows the pointer. */
  #pinned: number | undefined;

  constructor(parent: HTMLElement, events: PlotEvents) {
    this.#parent = parent;
    this.#events = events;
    parent.addEventListener('pointermove', () => (this.#pinned = undefined), { capture: true });
    new ResizeObserver(() => {
      this.#measure();
      this.#chart?.setSize(this.#size);
      if (this.#plotted) this.show(this.#plotted);
    }).observe(parent);
  }

  show(plotted: Plotted): void {
    this.#plotted = plotted;
    if (!this.#chart) this.#measure();
    this.#curves = this.#curvesOf(plotted);
    const data = aligned(this.#curves);
    const shape = JSON.stringify([
      plotted.lines.map((line) => [line.key, line.color, look(line)]),
      plotted.isLog,
      plotted.smoothing > 0,
    ]);
    if (this.#chart && shape === this.#shape) {
      this.#chart.setData(data);
    } else {
      this.#shape = shape;
      this.#chart?.destroy();
      this.#chart = new uPlot(this.#options(plotted), data, this.#parent);
    }
    if (this.#pinned !== undefined) this.point(this.#pinned);
  }

  /** With the colours of the theme as it is now. */
  redraw(): void {
    this.#chart?.redraw(false, true);
  }

  /** Puts the cross on a step, where it stays until the pointer takes it. */
  point(step: number): void {
    this.#pinned = step;
    const chart = this.#chart;
    if (chart) chart.setCursor({ left: chart.valToPos(step, 'x'), top: chart.over.clientHeight / 2 }, false);
  }

  get canvas(): HTMLCanvasElement | undefined {
    return this.#chart?.ctx.canvas;
  }

  /** Asking the page for it takes a layout. */
  #measure(): void {
    this.#size = {
      width: Math.max(least.width, this.#parent.clientWidth),
      height: Math.max(least.height, this.#parent.clientHeight),
    };
  }

  /** As raw lines, and smoothed ones after them. */
  #curvesOf({ lines, range, smoothing, isLog }: Plotted): readonly Curve[] {
    const curve = (series: Omit<Series, 'metric'>): Curve =>
      thinned(series, range, this.#size.width * devicePixelRatio, isLog);
    const raw = lines.map(({ series }) => curve(series));
    if (smoothing === 0) return raw;
    return [...raw, ...lines.map(({ series }) => curve({ ...series, values: this.#smoothed(series, smoothing) }))];
  }

  #smoothed({ values }: Series, weight: number): readonly number[] {
    const known = this.#averages.get(values);
    const average = known?.weight === weight ? known : new MovingAverage(weight);
    this.#averages.set(values, average);
    return average.of(values);
  }

  #options({ lines, isLog, smoothing }: Plotted): uPlot.Options {
    const text = (): string => themeColor('--vscode-foreground');
    const grid = { stroke: gridColor, width: 1 };
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const axis = { stroke: text, grid, ticks: grid, font, labelFont: font };
    const hasSmooth = smoothing > 0;
    const paths = curvePaths((index) => this.#curves[index - 1]);
    const series = (line: PlottedLine, isRaw: boolean): uPlot.Series => ({
      stroke: () => colorOf(line),
      width: isRaw && hasSmooth ? 1 : 2,
      paths,
      alpha: isRaw && hasSmooth ? rawAlpha : 1,
      ...look(line),
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
          range: () => valueRange(this.#curves, this.#range, isLog),
        },
      },
      axes: [
        {
          ...axis,
          space: 70,
          size: 28,
          label: t('Step'),
          labelSize: 20,
          values: (_, steps) => steps.map((step) => (Number.isInteger(step) ? stepText(step) : '')),
        },
        {
          ...axis,
          space: 40,
          size: (_, texts) => axisWidth(texts ?? []),
          values: (_, values) => values.map((value) => (value === null ? '' : tickText(value))),
        },
      ],
      series: [
        {},
        ...lines.map((line) => series(line, true)),
        ...(hasSmooth ? lines.map((line) => series(line, false)) : []),
      ],
      hooks: {
        setCursor: [(chart) => this.#pinned === undefined && this.#events.onPoint(pointedStep(chart))],
        setSelect: [(chart) => this.#select(chart)],
        draw: [(chart) => this.#drawMarks(chart)],
      },
    };
  }

  get #range(): StepRange {
    return this.#plotted?.range ?? { from: 0, to: 1 };
  }

  #select(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width <= 0) return;
    const range = { from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') };
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#events.onSelect(range);
  }

  #drawMarks(chart: uPlot): void {
    const { ctx, bbox } = chart;
    const xOf = (step: number): number => chart.valToPos(step, 'x', true);
    drawMarks({ ctx, bbox, range: this.#range, xOf }, this.#plotted?.marks ?? []);
  }
}

/** More points than this are no longer told apart: dots would be a band, and dashes, of whatever size, a zigzag. */
const most = { dots: 60, dashes: 2 * least.width };

const colorOf = (line: PlottedLine | undefined): string => themeColor(line?.color ?? '--vscode-foreground');

function look(line: PlottedLine): Pick<uPlot.Series, 'dash' | 'points'> {
  const { dash, series } = line;
  const { length } = series.steps;
  return {
    ...(dash && length <= most.dashes && { dash: [...dash] }),
    points: { show: length <= most.dots, size: 5, fill: () => colorOf(line) },
  };
}

/** On the lines, at the cross: with a rim, so that they stand out of a line that wavers. */
const crossPoints = (lines: readonly PlottedLine[]): uPlot.Cursor.Points => ({
  size: 12,
  width: 2,
  stroke: () => themeColor('--vscode-editor-background'),
  fill: (_, index) => colorOf(lines[index - 1]),
});

/** CSS pixels: about seven a digit, and room for the tick. */
const axisWidth = (texts: readonly string[]): number => 20 + 7 * Math.max(3, ...texts.map(({ length }) => length));

/** As the legend has it: what was last measured up to there. */
function lastMeasured(values: ArrayLike<number | null | undefined>, index: number): number {
  for (let i = index; i >= 0; i--) if (typeof values[i] === 'number') return i;
  return index;
}

function pointedStep(chart: uPlot): number | undefined {
  const { idx, left = -1 } = chart.cursor;
  return left < 0 || idx === null || idx === undefined ? undefined : chart.data[0][idx];
}
