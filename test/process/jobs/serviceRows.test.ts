import assert from 'node:assert/strict';
import { UserError } from '../../../src/common/errors.ts';
import { systemClock } from '../../../src/common/time.ts';
import type { Job, ServiceApi } from '../../../src/jobs/api.ts';
import { LearnedFeatures, features } from '../../../src/jobs/features.ts';
import { allowedActions, isActive } from '../../../src/jobs/jobStatus.ts';
import { learningApi } from '../../../src/jobs/learningApi.ts';
import { memoryOf } from '../../support/jobs.ts';
import { apiOf } from '../../support/scriptedApi.ts';
import { ScriptedService } from '../../support/scriptedService.ts';
import { knownServices, type Seen } from './knownServices.ts';

describe('What our client makes of', () => {
  let service: ScriptedService;
  afterEach(() => service.stop());

  for (const { title, options, kind, jobs = [], events = [], answers = {}, seen, lacks = [] } of knownServices) {
    it(title, async () => {
      service = await ScriptedService.start(options);
      service.state.jobs.push(...jobs);
      const id = String(jobs[0]?.['id']);
      for (const event of events) service.state.addEvent(id, event);
      for (const [pattern, body] of Object.entries(answers)) service.always(pattern, { type: 'answer', ...body });
      const learned = new LearnedFeatures(memoryOf(), 'acme');
      const parts = { features: learned, clock: systemClock, service: `Acme (${service.host})` };
      const asked = requests(learningApi(apiOf(service, kind), parts), id, seen.job);
      for (const [what, expected] of Object.entries(seen)) {
        assert.deepEqual(await told(asked[what as keyof Seen]), expected, what);
      }
      assert.deepEqual(
        features.filter((feature) => learned.lacks(feature)),
        features.filter((feature) => lacks.includes(feature)),
      );
    });
  }

  /** What the work gives, or the sentences of the error that it ends with. */
  async function told(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await work();
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
      return error.text.replace(service.host, 'HOST').replace(/ \(request req_\d+\)/, '');
    }
  }
});

/** The requests that are played, by what is seen of them. */
function requests(api: ServiceApi, id: string, members: Seen['job'] = {}): Record<keyof Seen, () => Promise<unknown>> {
  const shown = ({ status, statusText }: Job): string => statusText ?? status;
  return {
    async list() {
      return (await api.listJobs()).items.map((job) => {
        const goesOn = isActive(job) ? 'goes on' : job.status === 'paused' ? 'waits' : 'is over';
        return `${job.id} ${shown(job)} ${goesOn} [${allowedActions(job).join(' ')}]`;
      });
    },
    async job() {
      const job = await api.retrieveJob(id);
      return Object.fromEntries(Object.keys(members).map((name) => [name, job[name as keyof Job]]));
    },
    async events() {
      const { items } = await api.listEvents(id);
      assert.equal(new Set(items.map((event) => event.id)).size, items.length);
      return items.map(({ type, level, message }) => `${type} ${level} ${message}`);
    },
    async checkpoints() {
      return (await api.listCheckpoints(id)).items;
    },
    pause: async () => shown(await api.pauseJob(id)),
    cancel: async () => shown(await api.cancelJob(id)),
    create: async () => shown(await api.createJob({ model: 'm', training_file: 'file-1' })),
  };
}
