import type * as vscode from 'vscode';
import { Emitter, type Event } from '../../common/event.ts';
import { readJobFilter, type JobFilter } from '../../jobs/jobFilter.ts';
import { groupings, type Grouping } from '../../jobs/jobGroups.ts';

const groupingKey = 'jobs.grouping';

/** What the jobs view shows: which jobs, and put together by what. The filter lasts as long as the window. */
export class ViewState {
  readonly #memento: vscode.Memento;
  readonly #changes = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changes.event;
  #filterText = '';
  #filter: JobFilter | undefined;

  /** `memento`: of the workspace. */
  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /** As the person typed it; '' = all jobs. */
  get filterText(): string {
    return this.#filterText;
  }

  get filter(): JobFilter | undefined {
    return this.#filter;
  }

  setFilter(text: string): void {
    this.#filter = readJobFilter(text);
    this.#filterText = this.#filter ? text.trim() : '';
    this.#changes.fire();
  }

  /** More is known of what the filter asks for. */
  redraw(): void {
    this.#changes.fire();
  }

  get grouping(): Grouping {
    const known = this.#memento.get<unknown>(groupingKey);
    return groupings.find((grouping) => grouping === known) ?? 'none';
  }

  async setGrouping(grouping: Grouping): Promise<void> {
    await this.#memento.update(groupingKey, grouping);
    this.#changes.fire();
  }
}
