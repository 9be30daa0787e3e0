import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { isObject } from '../../common/json.ts';
import { groupings, type Grouping } from '../../jobs/jobGroups.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { OlderJobs } from '../../jobs/olderJobs.ts';
import type { JobStore } from '../../jobs/store.ts';
import { commands, views } from '../ids.ts';
import type { Reporter } from '../report.ts';
import { isAutomation } from './chooseJob.ts';
import { jobCommand, type JobCommand } from './commands.ts';
import type { ViewState } from './viewState.ts';

export interface ViewCommandParts {
  readonly store: JobStore;
  readonly connections: Connections;
  readonly view: ViewState;
  readonly older: OlderJobs;
  readonly reporter: Reporter;
}

/** Commands on what the jobs view shows: filter, groups, and older jobs. */
export function registerViewCommands(parts: ViewCommandParts): Disposable {
  const { t } = vscode.l10n;
  const owned = new DisposableStore();
  const { view } = parts;
  const register = (id: string, run: JobCommand): void => {
    owned.add(jobCommand(parts.reporter, id, run));
  };
  register(commands.filterJobs, async (argument) => {
    const { askFilter } = await import('./rowActions.ts');
    const text = typeof argument === 'string' ? argument : await askFilter(view.filterText, parts.store);
    if (text === undefined) return;
    view.setFilter(text);
    // The service knows jobs with these pairs that are not listed here.
    if (Object.keys(view.filter?.metadata ?? {}).length > 0) await loadMore(parts, await usedConnections(parts));
  });
  register(commands.clearJobFilter, async () => view.setFilter(''));
  register(commands.groupJobs, async (argument) => {
    const names: Readonly<Record<Grouping, string>> = {
      none: t('No groups'),
      status: t('By status'),
      dataset: t('By dataset'),
    };
    const items = groupings.map((grouping) => ({
      label: names[grouping],
      grouping,
      ...(grouping === view.grouping && { description: t('as now') }),
    }));
    const given = groupings.find((grouping) => grouping === argument);
    const chosen =
      given ?? (await vscode.window.showQuickPick(items, { placeHolder: t('How are jobs put together?') }))?.grouping;
    if (chosen) await view.setGrouping(chosen);
  });
  register(commands.loadMoreJobs, async (argument) => {
    const name = isObject(argument) ? argument.connection : argument;
    const found = await loadMore(parts, typeof name === 'string' ? [name] : await usedConnections(parts));
    if (found > 0 || isAutomation(argument)) return;
    const told = view.filter ? t('No older job passes the filter.') : t('There are no older jobs.');
    parts.reporter.run(() => vscode.window.showInformationMessage(told));
  });
  return owned;
}

/** Those that can be asked without asking anybody. */
async function usedConnections({ connections }: ViewCommandParts): Promise<readonly string[]> {
  const names: string[] = [];
  for (const connection of connections.list()) if (await connection.wasUsed()) names.push(connection.name);
  return names;
}

/**
 * Gives how many jobs came that pass the filter. The view says that it loads; all are asked at once, and a service that fails
 * is told of and keeps no other from it.
 */
async function loadMore(parts: ViewCommandParts, names: readonly string[]): Promise<number> {
  const { connections, older, view } = parts;
  const load = async (name: string): Promise<number> =>
    older.load(name, await connections.get(name).open('background'), view.filter);
  const results = await vscode.window.withProgress({ location: { viewId: views.jobs } }, () =>
    Promise.allSettled(names.map(load)),
  );
  view.redraw();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
}
