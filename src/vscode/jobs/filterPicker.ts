import * as vscode from 'vscode';
import { completeFilter, filterSuggestions } from '../../jobs/filterSuggestions.ts';
import type { JobStore } from '../../jobs/store.ts';

interface FilterItem extends vscode.QuickPickItem {
  readonly filter: string;
}

/** Asks for a filter, with what jobs have to choose from; undefined where the person left. */
export function askFilter(text: string, store: JobStore): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const suggestions = filterSuggestions(store.list());
  const pick = vscode.window.createQuickPick<FilterItem>();
  pick.title = t('Filter Jobs');
  pick.placeholder = t('status:failed  model:gpt-4.1  team=blue  words');
  pick.value = text;
  const update = (): void => {
    const typed = pick.value.trim();
    const completed = suggestions.flatMap((suggestion) => completeFilter(pick.value, suggestion) ?? []);
    const own = { label: typed || t('All jobs'), filter: typed, description: t('as typed') };
    // VS Code puts the shortest that begins with what is typed first: that is what is typed.
    const items = completed.filter((filter) => filter.trim() !== typed).map((filter) => ({ label: filter, filter }));
    pick.items = [typed === '' ? { ...own, description: '' } : own, ...items].map((item) => ({
      ...item,
      alwaysShow: true,
    }));
  };
  update();
  return new Promise((resolve) => {
    pick.onDidChangeValue(update);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.filter ?? pick.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
