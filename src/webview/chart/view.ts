import { t } from '@vscode/l10n';
import { indexAt } from '../../jobs/metrics.ts';
import type { Host } from '../host.ts';
import type { ChartJob } from '../messages.ts';
import { arePositive } from './blocks.ts';
import { chartCsv } from './csv.ts';
import { CommonSteps } from './commonSteps.ts';
import type { StepRange } from './curve.ts';
import { element, setText } from './dom.ts';
import { chartKey, zoomFactor, type ChartKey } from './keys.ts';
import { Legend, valueAt } from './legend.ts';
import { lastStep, runOf, wholeOf, type ChartData } from './lines.ts';
import { looks, type PlottedLine } from './looks.ts';
import type { Mark } from './marks.ts';
import { chartPicture } from './picture.ts';
import { Plot } from './plot.ts';
import { firstState, moved, zoomed, type ChartState } from './state.ts';
import { Table } from './table.ts';
import { lineColor, onThemeChange } from './theme.ts';
import { Toolbar, type ToolbarAction } from './toolbar.ts';
import { findings, lineWords, quantityWords, stepText, summaryWords, valueText, type Finding } from './words.ts';

/** What is on the screen now, worked out of data and state. */
interface Scene {
  readonly quantity: string | undefined;
  /** All of the quantity; those shown are not switched off. */
  readonly lines: readonly PlottedLine[];
  readonly shown: readonly PlottedLine[];
  readonly run: StepRange | undefined;
  readonly range: StepRange | undefined;
}

/** The page: keeps what is on the screen in step with the numbers and with what the person wants to see. */
export class ChartView {
  #host: Host<ChartState>;
  #data: ChartData;
  #state: ChartState;
  /** Where the cross is; undefined: at the end, also of a run that goes on. */
  #step: number | undefined;
  #isDrawing = false;
  #summary = element('div', { className: 'summary' });
  #findings = element('ul', { className: 'findings' });
  #toolbar: Toolbar;
  #legend = new Legend((key, isShown) => this.#toggle(key, isShown));
  #surface = element('div', { className: 'plot', tabIndex: 0, role: 'slider', ariaLabel: t('Step') });
  #keys = element('p', { className: 'keys', id: 'keys' });
  #empty = element('p', { className: 'empty' });
  #table = new Table();
  #common = new CommonSteps();
  #shownMarks: readonly Mark[] = [];
  #plot: Plot;

  constructor(root: HTMLElement, data: ChartData, host: Host<ChartState>) {
    this.#host = host;
    this.#data = data;
    this.#state = host.state() ?? firstState;
    this.#toolbar = new Toolbar({
      onChange: (change) => this.#change(change),
      onAction: (action) => this.#act(action),
    });
    this.#keys.textContent = t(
      'Left and Right: step by step. Plus and Minus: zoom. Shift with Left and Right: move. Escape: the whole run. Drag to zoom.',
    );
    this.#surface.setAttribute('aria-describedby', 'keys');
    this.#surface.addEventListener('keydown', (event) => this.#onKey(event));
    this.#surface.addEventListener('dblclick', () => this.#change({ range: undefined }));
    const heading = element('h1', { textContent: t('Training Metrics') });
    const head = element('div', { className: 'head' }, heading, this.#toolbar.files);
    const main = element('main', {}, head, this.#summary, this.#findings, this.#toolbar.root, this.#legend.root);
    main.append(this.#empty, this.#surface, this.#keys, this.#table.root);
    root.append(main);
    this.#plot = new Plot(this.#surface, {
      onPoint: (step) => this.#point(step),
      onSelect: (range) => this.#zoomTo(range),
    });
    onThemeChange(() => this.#plot.redraw());
    this.draw();
  }

  /** Shows what is new, with the next frame: many messages make one drawing. */
  draw(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#drawNow();
    });
  }

  #scene(): Scene {
    const quantities = this.#data.quantities();
    const { quantity: wanted, hidden } = this.#state;
    const quantity = wanted !== undefined && quantities.includes(wanted) ? wanted : quantities[0];
    const known = quantity === undefined ? [] : this.#data.lines(quantity);
    const look = looks(known);
    const lines = known.flatMap((line, i): readonly PlottedLine[] => (look[i] ? [{ ...line, ...look[i] }] : []));
    const run = runOf(lines);
    return {
      quantity,
      lines,
      shown: lines.filter(({ key }) => !hidden.includes(key)),
      run,
      range: this.#state.range ?? (run && wholeOf(run, lines)),
    };
  }

  #drawNow(): void {
    const scene = this.#scene();
    const { jobs } = this.#data;
    const isAlone = jobs.length === 1;
    this.#sumUp(scene);
    this.#list([...this.#data.judged().flatMap((job) => findings(job, isAlone)), ...this.#omissions(scene)]);
    this.#toolbar.show(this.#state, this.#data.quantities(), scene.quantity);
    this.#toolbar.root.hidden = scene.range === undefined;
    this.#surface.hidden = this.#keys.hidden = this.#legend.root.hidden = scene.range === undefined;
    this.#empty.hidden = scene.range !== undefined;
    setText(this.#empty, t('The curves appear with the first numbers of the training.'));
    this.#table.root.hidden = !this.#state.isTableShown || scene.range === undefined;
    if (!scene.range) return;
    this.#shownMarks = this.#marks(scene);
    this.#plot.show({ ...this.#state, lines: scene.shown, range: scene.range, marks: this.#shownMarks });
    if (this.#state.isTableShown) this.#table.show(scene.shown, scene.range, isAlone);
    this.#showStep(scene);
  }

  /** A sentence a job. */
  #sumUp({ lines }: Scene): void {
    const told = this.#data.jobs.map(({ job }) => summaryWords(job, linesOf(job, lines)));
    const sentences = told.length > 0 ? told : [t('Waiting for the job.')];
    while (this.#summary.children.length > sentences.length) this.#summary.lastChild?.remove();
    sentences.forEach((sentence, i) => {
      const paragraph = this.#summary.children[i] ?? this.#summary.appendChild(element('p'));
      setText(paragraph, sentence);
    });
  }

  #list(found: readonly Finding[]): void {
    // Two jobs of one service have the same trouble.
    const unique = Array.from(new Map(found.map((finding) => [finding.words, finding])).values());
    this.#findings.hidden = unique.length === 0;
    while (this.#findings.children.length > unique.length) this.#findings.lastChild?.remove();
    unique.forEach(({ type, words }, i) => {
      const item = this.#findings.children[i] ?? this.#findings.appendChild(element('li'));
      if (item.className !== type) item.className = type;
      setText(item, words);
    });
  }

  /** What the scale has no place for. */
  #omissions({ shown }: Scene): readonly Finding[] {
    const isWhole = !this.#state.isLog || shown.every(({ series }) => arePositive(series.values));
    if (isWhole) return [];
    return [{ type: 'trouble', words: t('A log scale has no place for 0 and less: such values are left out.') }];
  }

  #marks({ lines }: Scene): readonly Mark[] {
    return this.#data.judged().flatMap(({ job, best, over }) => {
      const color = linesOf(job, lines)[0]?.color ?? lineColor(0);
      const checkpoints = job.checkpoints.map((step): Mark => ({
        type: step === best?.step ? 'best' : 'checkpoint',
        step,
        color,
      }));
      if (!over) return checkpoints;
      const isAlone = this.#data.jobs.length === 1;
      const mark: Mark = isAlone
        ? { type: 'shade', step: over.step, color: '--vscode-editorWarning-foreground' }
        : { type: 'overfitting', step: over.step, color };
      return [mark, ...checkpoints];
    });
  }

  /** Values at the cross, for eyes in the legend and for ears in the slider's words. */
  #showStep({ lines, shown, run, range }: Scene): void {
    const step = this.#step ?? lastStep(lines);
    this.#legend.show(lines, this.#state.hidden, step, this.#shownMarks);
    const isAlone = this.#data.jobs.length === 1;
    const values = shown.map((line) => {
      const value = valueAt(line.series, step);
      return t('{0} {1}', lineWords(line, isAlone), value === undefined ? '–' : valueText(value));
    });
    const surface = this.#surface;
    surface.ariaValueMin = String(range?.from ?? 0);
    surface.ariaValueMax = String(run && range ? Math.min(run.to, range.to) : 0);
    surface.ariaValueNow = String(step);
    surface.ariaValueText = t('Step {0}: {1}', stepText(step), values.join(', '));
  }

  #change(change: Partial<ChartState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.remember(this.#state);
    this.draw();
  }

  /** Jobs that came or went are remembered, so that the chart can be opened again. */
  rememberJobs(): void {
    const jobs = this.#data.jobs.map(({ job: { connection, id } }) => ({ connection, id }));
    this.#change({ jobs });
  }

  #toggle(key: string, isShown: boolean): void {
    const others = this.#state.hidden.filter((hidden) => hidden !== key);
    this.#change({ hidden: isShown ? others : [...others, key] });
  }

  #point(step: number | undefined): void {
    if (step === this.#step) return;
    this.#step = step;
    this.#showStep(this.#scene());
  }

  #zoomTo(range: StepRange | undefined): void {
    this.#change({ range });
  }

  #act(action: ToolbarAction): void {
    switch (action) {
      case 'zoomIn':
        return this.#apply({ type: 'zoom', factor: zoomFactor });
      case 'zoomOut':
        return this.#apply({ type: 'zoom', factor: 1 / zoomFactor });
      case 'wholeRun':
        return this.#apply({ type: 'wholeRun' });
      case 'chooseJobs':
        return this.#host.send({ type: 'chooseJobs' });
      case 'saveCsv': {
        const isAlone = this.#data.jobs.length === 1;
        const heading = ({ job, series }: { job: { name: string }; series: { metric: string } }): string =>
          isAlone ? series.metric : `${job.name}: ${series.metric}`;
        return this.#host.send({ type: 'save', format: 'csv', content: chartCsv(this.#data.lines(), heading) });
      }
      case 'savePng': {
        const { shown, quantity = '' } = this.#scene();
        const content = chartPicture(this.#plot.canvases, shown, quantityWords(quantity));
        if (content === '') return;
        return this.#host.send({ type: 'save', format: 'png', content });
      }
    }
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = chartKey(event);
    if (!key) return;
    event.preventDefault();
    this.#apply(key);
  }

  #apply(key: ChartKey): void {
    const { shown, run, range } = this.#scene();
    if (!run || !range) return;
    switch (key.type) {
      case 'wholeRun':
        return this.#zoomTo(undefined);
      case 'move':
        return this.#zoomTo(moved(range, key.part, run));
      case 'zoom':
        return this.#zoomTo(zoomed(range, key.factor, this.#centre(range), run));
      case 'end':
        return this.#pointAt(key.of === 'from' ? range.from : Math.min(run.to, range.to));
      case 'step': {
        const steps = this.#common.of(shown.map(({ series }) => series.steps));
        const next = indexAt(steps, this.#step ?? lastStep(shown)) + key.by;
        return this.#pointAt(steps[Math.max(0, Math.min(steps.length - 1, next))] ?? run.to);
      }
    }
  }

  /** What stays in place while zooming: the cross where it is seen. */
  #centre({ from, to }: StepRange): number {
    const step = this.#step;
    return step !== undefined && step >= from && step <= to ? step : (from + to) / 2;
  }

  /** Puts the cross on a step; what is shown moves where that is outside of it. */
  #pointAt(step: number): void {
    const { run, range } = this.#scene();
    if (run && range && (step < range.from || step > range.to)) {
      this.#zoomTo(moved(range, (step - (range.from + range.to) / 2) / (range.to - range.from), run));
    }
    this.#plot.point(step);
    this.#point(step);
  }
}

const linesOf = (job: ChartJob, lines: readonly PlottedLine[]): readonly PlottedLine[] =>
  lines.filter((line) => line.job === job);
