import { t } from '@vscode/l10n';
import { indexAt, type Series } from '../../jobs/metrics.ts';
import { element, setText } from './dom.ts';
import type { Mark } from './marks.ts';
import type { PlottedLine } from './looks.ts';
import { lineWords, stepText, valueText } from './words.ts';

/** The last value that was measured up to a step. */
export const valueAt = ({ steps, values }: Series, step: number): number | undefined => values[indexAt(steps, step)];

interface Entry {
  readonly box: HTMLInputElement;
  readonly words: HTMLElement;
  readonly value: HTMLElement;
}

/** The step that is pointed at, and the lines with their colours and values there; each can be switched off. */
export class Legend {
  readonly root = element('ul', { className: 'legend', ariaLabel: t('Lines') });
  #step = element('li', { className: 'step' });
  #marks = element('li', { className: 'marks' });
  #entries = new Map<string, Entry>();
  #shape = '';
  #onToggle: (key: string, isShown: boolean) => void;

  constructor(onToggle: (key: string, isShown: boolean) => void) {
    this.#onToggle = onToggle;
  }

  /** `step`: of which the values are shown. */
  show(lines: readonly PlottedLine[], hidden: readonly string[], step: number, marks: readonly Mark[]): void {
    const isAlone = new Set(lines.map(({ job }) => job)).size === 1;
    const shape = JSON.stringify(lines.map(({ key, color }) => [key, color]));
    if (shape !== this.#shape) this.#make(lines);
    this.#shape = shape;
    setText(this.#step, t('Step {0}', stepText(step)));
    const words = { best: t('◆ best checkpoint'), checkpoint: t('◇ checkpoint'), overfitting: t('▲ over-fitting') };
    const types = (['best', 'checkpoint', 'overfitting'] as const).filter((type) =>
      marks.some((mark) => mark.type === type),
    );
    setText(this.#marks, types.map((type) => words[type]).join('  '));
    for (const line of lines) {
      const entry = this.#entries.get(line.key);
      if (!entry) continue;
      entry.box.checked = !hidden.includes(line.key);
      setText(entry.words, lineWords(line, isAlone));
      const value = valueAt(line.series, step);
      setText(entry.value, value === undefined ? '–' : valueText(value));
    }
  }

  #make(lines: readonly PlottedLine[]): void {
    this.#entries.clear();
    const items = lines.map(({ key, color, dash }) => {
      const box = element('input', { type: 'checkbox' });
      box.addEventListener('change', () => this.#onToggle(key, box.checked));
      const swatch = element('span', { className: `swatch ${dash ? (dash[0] > dash[1] ? 'dashed' : 'dotted') : ''}` });
      swatch.style.borderColor = `var(${color})`;
      const words = element('span', { className: 'words' });
      const entry: Entry = { box, words, value: element('output', { className: 'value' }) };
      // What changes twice a second is not read out.
      entry.value.ariaLive = 'off';
      this.#entries.set(key, entry);
      return element('li', {}, element('label', {}, box, swatch, words), entry.value);
    });
    this.root.replaceChildren(this.#step, ...items, this.#marks);
  }
}
