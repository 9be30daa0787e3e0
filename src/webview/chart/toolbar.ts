import { t } from '@vscode/l10n';
import { element, setText } from './dom.ts';
import { mostSmoothing, type ChartState } from './state.ts';
import { quantityWords } from './words.ts';

export type ToolbarAction = 'zoomIn' | 'zoomOut' | 'wholeRun' | 'chooseJobs' | 'saveCsv' | 'savePng';

interface ToolbarEvents {
  readonly onChange: (change: Partial<ChartState>) => void;
  readonly onAction: (action: ToolbarAction) => void;
}

/** What is shown, and how. */
export class Toolbar {
  readonly root = element('div', { className: 'toolbar' });
  /** What is done with the chart as a whole. */
  readonly files = element('div', { className: 'toolbar' });
  #quantity = element('select');
  #smoothing = element('input', { type: 'range', min: '0', max: String(mostSmoothing), step: '0.01' });
  #smoothingText = element('span', { className: 'value' });
  #isLog = element('input', { type: 'checkbox' });
  #table = element('button', { type: 'button', textContent: t('Table') });
  #actions = new Map<ToolbarAction, HTMLButtonElement>();

  constructor({ onChange, onAction }: ToolbarEvents) {
    this.#quantity.addEventListener('change', () => onChange({ quantity: this.#quantity.value }));
    this.#smoothing.addEventListener('input', () => onChange({ smoothing: this.#smoothing.valueAsNumber }));
    this.#isLog.addEventListener('change', () => onChange({ isLog: this.#isLog.checked }));
    this.#table.addEventListener('click', () =>
      onChange({ isTableShown: this.#table.getAttribute('aria-pressed') !== 'true' }),
    );
    this.root.append(
      element('label', {}, t('Show'), this.#quantity),
      element('label', {}, t('Smoothing'), this.#smoothing, this.#smoothingText),
      element('label', {}, this.#isLog, t('Log scale')),
      element(
        'span',
        { className: 'group' },
        this.#button('zoomOut', '−', t('Zoom Out'), onAction),
        this.#button('zoomIn', '+', t('Zoom In'), onAction),
        this.#button('wholeRun', t('Whole Run'), undefined, onAction),
      ),
      this.#table,
    );
    this.files.append(
      this.#button('chooseJobs', t('Compare Jobs...'), undefined, onAction),
      this.#button('saveCsv', t('Save CSV...'), undefined, onAction),
      this.#button('savePng', t('Save Picture...'), undefined, onAction),
    );
  }

  /** `name`: what a sign stands for. */
  #button(
    action: ToolbarAction,
    textContent: string,
    name: string | undefined,
    onAction: ToolbarEvents['onAction'],
  ): HTMLButtonElement {
    const made = element('button', { type: 'button', textContent, ...(name && { ariaLabel: name, title: name }) });
    made.addEventListener('click', () => onAction(action));
    this.#actions.set(action, made);
    return made;
  }

  show(state: ChartState, quantities: readonly string[], quantity: string | undefined): void {
    const options = Array.from(this.#quantity.options, ({ value }) => value);
    if (options.join('\n') !== quantities.join('\n')) {
      this.#quantity.replaceChildren(
        ...quantities.map((value) => element('option', { value, textContent: quantityWords(value) })),
      );
    }
    if (quantity !== undefined) this.#quantity.value = quantity;
    this.#quantity.disabled = quantities.length === 0;
    this.#smoothing.valueAsNumber = state.smoothing;
    setText(this.#smoothingText, state.smoothing.toFixed(2));
    this.#isLog.checked = state.isLog;
    this.#table.setAttribute('aria-pressed', String(state.isTableShown));
    for (const action of ['zoomIn', 'saveCsv', 'savePng'] as const) this.#enable(action, quantities.length > 0);
    for (const action of ['zoomOut', 'wholeRun'] as const) this.#enable(action, state.range !== undefined);
  }

  #enable(action: ToolbarAction, isEnabled: boolean): void {
    const button = this.#actions.get(action);
    if (button) button.disabled = !isEnabled;
  }
}
