// The page of `finetune.openMetrics`, in the webview.
import * as l10n from '@vscode/l10n';
import { connectHost } from '../host.ts';
import { ChartData } from './lines.ts';
import { readState } from './state.ts';
import { ChartView } from './view.ts';

const host = connectHost(readState);
const data = new ChartData();
let view: ChartView | undefined;

host.onMessage((message) => {
  switch (message.type) {
    case 'start':
      l10n.config({ contents: message.words });
      data.setJobs(message.jobs);
      view = new ChartView(document.body, data, host);
      view.rememberJobs();
      return;
    case 'jobs':
      data.setJobs(message.jobs);
      view?.rememberJobs();
      return;
    case 'points':
      data.addPoints(message.job, message.table);
      view?.draw();
      return;
  }
});
host.send({ type: 'ready' });
