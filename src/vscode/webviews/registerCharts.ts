import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { identityKey, readIdentities, type JobIdentity } from '../../webview/messages.ts';
import { chartViewType } from '../ids.ts';
import type { ChartPanel, ChartParts } from './chartPanel.ts';

export interface Charts extends Disposable {
  /** Opens a chart of these jobs, or shows the one that there is. */
  open(jobs: readonly JobIdentity[]): Promise<void>;
}

/** Charts, which come back with their jobs after a reload of the window. Their code is read when the first is opened. */
export function registerCharts(parts: ChartParts): Charts {
  const owned = new DisposableStore();
  const charts = new Set<ChartPanel>();
  const take = async (panel: vscode.WebviewPanel, jobs: readonly JobIdentity[]): Promise<void> => {
    const { ChartPanel } = await import('./chartPanel.ts');
    const chart = new ChartPanel(panel, jobs, parts);
    charts.add(chart);
    panel.onDidDispose(() => charts.delete(chart));
  };
  owned.add(
    vscode.window.registerWebviewPanelSerializer(chartViewType, {
      deserializeWebviewPanel: (panel, state: unknown) => take(panel, readIdentities(state)),
    }),
  );
  owned.add({ dispose: () => charts.forEach((chart) => chart.dispose()) });
  return {
    async open(jobs) {
      const wanted = keyOf(jobs);
      const known = Array.from(charts).find((chart) => keyOf(chart.jobs) === wanted);
      if (known) return known.panel.reveal();
      const title = vscode.l10n.t('Training Metrics');
      return take(vscode.window.createWebviewPanel(chartViewType, title, vscode.ViewColumn.Active), jobs);
    },
    dispose: () => owned.dispose(),
  };
}

const keyOf = (jobs: readonly JobIdentity[]): string => jobs.map(identityKey).sort().join('\n');
