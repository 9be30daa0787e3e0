import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable.ts';

export interface StatusContent {
  /** With icons, as in every status bar item. */
  readonly text: string;
  readonly tooltip: string;
  /** Id of the command that a click runs. */
  readonly command: string;
}

/** Who may say something, the more urgent first: what is about the file in front of the person, then the jobs. */
const speakers = ['bigFile', 'activeJobs'] as const;

/** The one item of the extension in the status bar; shows what its most urgent speaker has to say. */
export class StatusItem implements Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #said = new Map<(typeof speakers)[number], StatusContent>();

  constructor() {
    this.#item = vscode.window.createStatusBarItem('finetune.status', vscode.StatusBarAlignment.Right, 100);
    this.#item.name = vscode.l10n.t('Fine-tuning');
  }

  /** Undefined: this speaker has nothing to say. */
  say(speaker: (typeof speakers)[number], content: StatusContent | undefined): void {
    if (content) this.#said.set(speaker, content);
    else this.#said.delete(speaker);
    const shown = speakers.map((each) => this.#said.get(each)).find((said) => said !== undefined);
    if (!shown) {
      this.#item.hide();
      return;
    }
    Object.assign(this.#item, shown);
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
