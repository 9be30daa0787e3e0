import type { Disposable } from '../../common/disposable.ts';
import { isActive } from '../../jobs/jobStatus.ts';
import type { JobStore } from '../../jobs/store.ts';
import { views } from '../ids.ts';
import { counted } from '../plural.ts';
import type { StatusItem } from '../statusItem.ts';
import { jobName } from './jobName.ts';

/** Jobs named in the tooltip. */
const mostNamed = 10;

/** Says in the status bar how many jobs are active on all connections; a click opens the view. */
export function registerActiveJobs(store: JobStore, status: StatusItem): Disposable {
  let shown = '';
  return store.onDidChange(() => {
    const active = store.list().filter(({ job }) => isActive(job));
    const named = active
      .slice(0, mostNamed)
      .map(({ job, connection }) => `${jobName(job)}: ${job.status} (${connection})`);
    const tooltip = [...named, ...(active.length > mostNamed ? ['...'] : [])].join('\n');
    if (tooltip === shown) return;
    shown = tooltip;
    const text = `$(beaker) ${counted.activeJobs(active.length)}`;
    status.say('activeJobs', active.length > 0 ? { text, tooltip, command: `${views.jobs}.focus` } : undefined);
  });
}
