import * as vscode from 'vscode';
import type { JobStore } from '../../jobs/store.ts';
import { contextKeys } from '../ids.ts';
import type { Reporter } from '../report.ts';
import type { JobsList } from './jobsList.ts';
import type { ViewState } from './viewState.ts';

interface ViewContextParts {
  readonly store: JobStore;
  readonly list: JobsList;
  readonly state: ViewState;
  readonly reporter: Reporter;
}

/** What menus, keys and the empty view depend on, told to VS Code where it has changed; `tell` is called whenever it may have. */
export function viewContexts({ store, list, state, reporter }: ViewContextParts): { tell(): void } {
  const told = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    reporter.run(() => vscode.commands.executeCommand('setContext', key, value));
  };
  return {
    tell() {
      set(contextKeys.hasJobs, store.list().length > 0);
      set(contextKeys.jobsOverview, list.overview);
      set(contextKeys.isFiltered, state.filter !== undefined);
    },
  };
}
