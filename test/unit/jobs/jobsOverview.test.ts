import assert from 'node:assert/strict';
import { jobsOverview } from '../../../src/jobs/jobsOverview.ts';

const local = { kind: 'local', state: { type: 'unknown' }, needsKey: false } as const;
const remote = { kind: 'openai', state: { type: 'ok', at: 0 }, needsKey: false } as const;
const failing = { ...remote, state: { type: 'failing', since: 0, error: 'No answer.' } } as const;

describe('What a view of jobs has to say', () => {
  for (const [name, jobs, connections, expected] of [
    ['jobs, where some are shown', { known: 3, shown: 1 }, [local, failing], 'jobs'],
    ['that the filter hides all', { known: 3, shown: 0 }, [local, failing], 'noMatch'],
    ['that a key is missing', { known: 0, shown: 0 }, [local, { ...remote, needsKey: true }], 'noKey'],
    ['that a service does not answer', { known: 0, shown: 0 }, [local, failing], 'offline'],
    ['that there are no jobs', { known: 0, shown: 0 }, [local, remote], 'noJobs'],
    ['that there is nothing but the local server yet', { known: 0, shown: 0 }, [local], 'noConnection'],
  ] as const) {
    it(`is ${name}`, () => assert.equal(jobsOverview(jobs, connections), expected));
  }
});
