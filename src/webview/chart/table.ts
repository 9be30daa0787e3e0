import { t } from '@vscode/l10n';
import { indexAt, type Series } from '../../jobs/metrics.ts';
import { CommonSteps } from './commonSteps.ts';
import type { StepRange } from './curve.ts';
import { element, setText } from './dom.ts';
import type { Line } from './lines.ts';
import { lineWords, stepText, valueText } from './words.ts';

/** A step, and what each line has there; undefined where nothing was measured. */
export type TableRow = readonly [step: number, ...values: (number | undefined)[]];

/** The rows of these steps. */
export function tableRows(lines: readonly Line[], steps: readonly number[]): readonly TableRow[] {
  return steps.map((step) => [step, ...lines.map(({ series }) => measuredAt(series, step))]);
}

function measuredAt({ steps, values }: Series, step: number): number | undefined {
  const index = indexAt(steps, step);
  return steps[index] === step ? values[index] : undefined;
}

/** Where the steps of a range begin and end in a list of steps: the first index in it, and the first after it. */
export function indicesOf(steps: readonly number[], { from, to }: StepRange): readonly [first: number, end: number] {
  const before = indexAt(steps, from);
  return [steps[before] === from ? before : before + 1, indexAt(steps, to) + 1];
}

/** Rows that are made above and below those that are seen, so that quick scrolling finds them. */
const spare = 10;

/** CSS pixels of a row, until one is there to be measured. */
const usualHeight = 24;

interface Shown {
  readonly lines: readonly Line[];
  /** All that are known; the table has those from `first` to before `end`. */
  readonly steps: readonly number[];
  readonly first: number;
  readonly end: number;
}

/** The numbers that the chart draws, as a table to read. Of its rows only those exist that are seen. */
export class Table {
  readonly root = element('div', { className: 'table', hidden: true });
  #caption = element('caption');
  #head = element('thead');
  #above = element('td');
  #below = element('td');
  #body = element('tbody');
  #table = element('table', {}, this.#caption, this.#head, spacer(this.#above), this.#body, spacer(this.#below));
  #scroller = element('div', { className: 'scroller', tabIndex: 0, ariaLabel: t('Table'), role: 'region' });
  #common = new CommonSteps();
  #shown: Shown | undefined;
  #heading = '';
  #rowHeight = usualHeight;
  /** Of the scroller, as last looked at: asking the page for it takes a layout. CSS pixels. */
  #top = 0;
  #height = 0;
  #isAtEnd = false;

  constructor() {
    this.#scroller.append(this.#table);
    this.#scroller.addEventListener('scroll', () => this.#look(), { passive: true });
    const sizes = new ResizeObserver(() => this.#look());
    sizes.observe(this.#scroller);
    // Its rows are as high as the theme and the size of the text make them.
    sizes.observe(this.#head);
    this.root.append(this.#scroller);
  }

  show(lines: readonly Line[], range: StepRange, isAlone: boolean): void {
    const steps = this.#common.of(lines.map(({ series }) => series.steps));
    const [first, end] = indicesOf(steps, range);
    this.#shown = { lines, steps, first, end };
    const headings = [t('Step'), ...lines.map((line) => lineWords(line, isAlone))];
    if (this.#heading !== headings.join('\n')) {
      this.#heading = headings.join('\n');
      const cells = headings.map((textContent) => element('th', { scope: 'col', textContent }));
      this.#head.replaceChildren(element('tr', {}, ...cells));
      this.#above.colSpan = this.#below.colSpan = headings.length;
    }
    this.#table.setAttribute('aria-rowcount', String(end - first + 1));
    setText(this.#caption, end - first === 1 ? t('1 step') : t('{0} steps', stepText(end - first)));
    this.#fill();
    if (this.#isAtEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #look(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#top = scrollTop;
    this.#height = clientHeight;
    this.#isAtEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
    this.#rowHeight = this.#body.rows[0]?.getBoundingClientRect().height || this.#rowHeight;
    this.#fill();
  }

  #fill(): void {
    if (!this.#shown) return;
    const { lines, steps, first, end } = this.#shown;
    const count = Math.ceil(this.#height / this.#rowHeight) + 2 * spare;
    const wanted = first + Math.floor(this.#top / this.#rowHeight) - spare;
    const from = Math.max(first, Math.min(wanted, end - count));
    const rows = tableRows(lines, steps.slice(from, Math.min(end, from + count)));
    this.#above.style.height = `${(from - first) * this.#rowHeight}px`;
    this.#below.style.height = `${(end - from - rows.length) * this.#rowHeight}px`;
    rows.forEach((row, i) => this.#fillRow(i, from - first + i, row));
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
  }

  /** Cells are kept, so that a selection and the place of a screen reader outlive new numbers. `index`: in the whole table. */
  #fillRow(place: number, index: number, [step, ...values]: TableRow): void {
    const row = this.#body.rows[place] ?? this.#body.insertRow();
    // The head is row 1.
    row.ariaRowIndex = String(index + 2);
    if (!row.cells[0]) row.append(element('th', { scope: 'row' }));
    while (row.cells.length > values.length + 1) row.deleteCell(-1);
    while (row.cells.length < values.length + 1) row.insertCell();
    [stepText(step), ...values.map((value) => (value === undefined ? '' : valueText(value)))].forEach((text, i) => {
      const cell = row.cells[i];
      if (cell) setText(cell, text);
    });
  }
}

/** Takes the room of rows that are not there. */
function spacer(cell: HTMLTableCellElement): HTMLTableSectionElement {
  return element('tbody', { className: 'spacer', ariaHidden: 'true' }, element('tr', {}, cell));
}
