import { t } from '@vscode/l10n';
import { indexAt, type Series } from '../../jobs/metrics.ts';
import { allSteps, type StepRange } from './curve.ts';
import { element, setText } from './dom.ts';
import type { Line } from './lines.ts';
import { lineWords, stepText, valueText } from './words.ts';

/** Rows on a page: more would take a browser long, and nobody reads them. */
export const rowsPerPage = 100;

export interface TablePage {
  readonly rows: readonly (readonly [step: number, ...values: (number | undefined)[]])[];
  /** Of the first row, from 0. */
  readonly start: number;
  readonly total: number;
}

/** The rows from `start` on of all steps in the range; the last page where there are no so many. */
export function tablePage(lines: readonly Line[], range: StepRange, start: number): TablePage {
  const all = allSteps(lines.map(({ series }) => series));
  const before = indexAt(all, range.from);
  const steps = all.slice(all[before] === range.from ? before : before + 1, indexAt(all, range.to) + 1);
  const lastPage = Math.max(0, Math.floor((steps.length - 1) / rowsPerPage) * rowsPerPage);
  const from = Math.max(0, Math.min(start, lastPage));
  const rows = steps
    .slice(from, from + rowsPerPage)
    .map((step) => [step, ...lines.map(({ series }) => measuredAt(series, step))] as const);
  return { rows, start: from, total: steps.length };
}

function measuredAt({ steps, values }: Series, step: number): number | undefined {
  const index = indexAt(steps, step);
  return steps[index] === step ? values[index] : undefined;
}

/** The numbers that the chart draws, as a table to read and to step through. */
export class Table {
  readonly root = element('div', { className: 'table', hidden: true });
  #caption = element('caption');
  #head = element('thead');
  #body = element('tbody');
  #earlier = element('button', { type: 'button', textContent: t('Earlier Steps') });
  #later = element('button', { type: 'button', textContent: t('Later Steps') });
  #start = 0;
  #shown: { readonly lines: readonly Line[]; readonly range: StepRange } | undefined;
  #heading = '';

  constructor() {
    this.#earlier.addEventListener('click', () => this.#turn(-rowsPerPage));
    this.#later.addEventListener('click', () => this.#turn(rowsPerPage));
    const scroller = element('div', { className: 'scroller', tabIndex: 0, ariaLabel: t('Table'), role: 'region' });
    scroller.append(element('table', {}, this.#caption, this.#head, this.#body));
    this.root.append(element('div', { className: 'pages' }, this.#earlier, this.#later), scroller);
  }

  show(lines: readonly Line[], range: StepRange, isAlone: boolean): void {
    this.#shown = { lines, range };
    const headings = [t('Step'), ...lines.map((line) => lineWords(line, isAlone))];
    if (this.#heading !== headings.join('\n')) {
      this.#heading = headings.join('\n');
      const cells = headings.map((textContent) => element('th', { scope: 'col', textContent }));
      this.#head.replaceChildren(element('tr', {}, ...cells));
    }
    this.#fill();
  }

  #turn(rows: number): void {
    this.#start += rows;
    this.#fill();
  }

  #fill(): void {
    if (!this.#shown) return;
    const { rows, start, total } = tablePage(this.#shown.lines, this.#shown.range, this.#start);
    this.#start = start;
    setText(
      this.#caption,
      t('Rows {0} to {1} of {2}', stepText(start + 1), stepText(start + rows.length), stepText(total)),
    );
    this.#earlier.disabled = start === 0;
    this.#later.disabled = start + rows.length >= total;
    rows.forEach((row, i) => this.#fillRow(i, row));
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
  }

  /** Cells are kept, so that a selection and the place of a screen reader outlive new numbers. */
  #fillRow(index: number, [step, ...values]: readonly [number, ...(number | undefined)[]]): void {
    const row = this.#body.rows[index] ?? this.#body.insertRow();
    if (!row.cells[0]) row.append(element('th', { scope: 'row' }));
    while (row.cells.length > values.length + 1) row.deleteCell(-1);
    while (row.cells.length < values.length + 1) row.insertCell();
    [stepText(step), ...values.map((value) => (value === undefined ? '' : valueText(value)))].forEach((text, i) => {
      const cell = row.cells[i];
      if (cell) setText(cell, text);
    });
  }
}
