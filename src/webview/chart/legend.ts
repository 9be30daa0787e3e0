import { t } from '@vscode/l10n';
import { indexAt, type Series } from '../../jobs/metrics.ts';
import { element, setText } from './dom.ts';
import type { PlottedLine } from './plot.ts';
import { lineWords, valueText } from './words.ts';

/** The last value that was measured up to a step. */
export const valueAt = ({ steps, values }: Series, step: number): number | undefined => values[indexAt(steps, step)];

interface Entry {
  readonly box: HTMLInputElement;
  readonly words: HTMLElement;
  readonly value: HTMLElement;
}

/** The lines with their colours and values; each can be switched off. */
export class Legend {
  readonly root = element('ul', { className: 'legend', ariaLabel: t('Lines') });
  #entries = new Map<string, Entry>();
  #onToggle: (key: string, isShown: boolean) => void;

  constructor(onToggle: (key: string, isShown: boolean) => void) {
    this.#onToggle = onToggle;
  }

  /** `step`: of which the values are shown. */
  show(lines: readonly PlottedLine[], hidden: readonly string[], step: number): void {
    const isAlone = new Set(lines.map(({ job }) => job)).size === 1;
    if (lines.map(({ key }) => key).join() !== Array.from(this.#entries.keys()).join()) this.#make(lines);
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
    this.root.replaceChildren(
      ...lines.map(({ key, color, isDashed }) => {
        const box = element('input', { type: 'checkbox' });
        box.addEventListener('change', () => this.#onToggle(key, box.checked));
        const swatch = element('span', { className: isDashed ? 'swatch dashed' : 'swatch' });
        swatch.style.borderColor = `var(${color})`;
        const entry: Entry = { box, words: element('span'), value: element('output', { className: 'value' }) };
        // What changes twice a second is not read out.
        entry.value.ariaLive = 'off';
        this.#entries.set(key, entry);
        return element('li', {}, element('label', {}, box, swatch, entry.words), entry.value);
      }),
    );
  }
}
