import assert from 'node:assert/strict';
import type { JobsApi } from '../../../src/jobs/api.ts';
import { LearnedFeatures } from '../../../src/jobs/features.ts';
import { learningApi } from '../../../src/jobs/learningApi.ts';
import { probe } from '../../../src/jobs/probe.ts';
import { serviceError } from '../../../src/jobs/serviceErrors.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { aJob, anEvent, FakeService, memoryOf } from '../../support/jobs.ts';

/** A service that has one job and refuses some calls with a status. */
class LackingService extends FakeService {
  readonly refused: Record<string, number> = {};
  override jobs = [aJob()];

  #check(call: string, message = 'Not found.'): void {
    const status = this.refused[call];
    if (status !== undefined) throw serviceError('Acme', { status, message });
  }
  override async retrieveJob(id: string) {
    if (!this.jobs.some((job) => job.id === id)) throw serviceError('Acme', { status: 404, message: `No job ${id}` });
    return super.retrieveJob(id);
  }
  override async listEvents(id: string) {
    this.#check('events');
    await this.retrieveJob(id);
    return super.listEvents(id);
  }
  override async listCheckpoints(id: string) {
    this.#check('checkpoints');
    await this.retrieveJob(id);
    return super.listCheckpoints(id);
  }
  override async pauseJob(id: string) {
    this.#check('pause');
    await this.retrieveJob(id);
    return super.pauseJob(id);
  }
  override async listModels() {
    this.#check('models');
    return super.listModels();
  }
  override async cancelJob(id: string) {
    this.#check('cancel');
    return super.cancelJob(id);
  }
  override async deleteFile(id: string) {
    this.#check('deleteFile');
    return super.deleteFile(id);
  }
  override async deleteModel(id: string) {
    this.#check('deleteModel');
    return super.deleteModel(id);
  }
  override async fileStart(id: string, maxBytes: number) {
    this.#check('fileContent');
    return super.fileStart(id, maxBytes);
  }
  override async cancelUpload(id?: string) {
    this.#check('uploads');
    throw serviceError('Acme', { status: 404, message: `No upload ${id}` });
  }
  override async createJob(request: Parameters<FakeService['createJob']>[0]) {
    if (this.refused['create'] === 403) {
      throw serviceError('Acme', { status: 403, code: 'training_not_available', message: 'Closed.' });
    }
    return super.createJob(request);
  }
}

function start() {
  const service = new LackingService();
  const memory = memoryOf();
  const clock = new FakeClock();
  clock.advance(5000);
  const features = new LearnedFeatures(memory, 'acme');
  const api = learningApi(service, { features, clock, service: 'Acme' });
  return { service, memory, features, api };
}

describe('A service that lacks something', () => {
  for (const status of [404, 405, 501]) {
    it(`with ${status} for events has none, is asked for them once, and is known for that in the next window`, async () => {
      const { service, memory, features, api } = start();
      service.refused['events'] = status;
      assert.deepEqual(await api.listEvents('ftjob-1'), { items: [], hasMore: false });
      assert.equal(features.lacks('events'), true);
      delete service.refused['events'];
      service.addEvent('ftjob-1', anEvent('a'));
      assert.deepEqual((await api.listEvents('ftjob-1')).items, []);
      assert.equal(new LearnedFeatures(memory, 'acme').lacks('events'), true);
      assert.equal(new LearnedFeatures(memory, 'other').lacks('events'), false);
    });
  }

  it('says of a job that is gone what it says, and is not taken to lack anything', async () => {
    const { features, api } = start();
    await assert.rejects(api.listEvents('ftjob-9'), { code: 'service.notFound' });
    await assert.rejects(api.listCheckpoints('ftjob-9'), { code: 'service.notFound' });
    await assert.rejects(api.pauseJob('ftjob-9'), { code: 'service.notFound' });
    assert.equal(features.lacks('events') || features.lacks('checkpoints') || features.lacks('pause'), false);
  });

  it('refuses pausing in a sentence, and is not asked again', async () => {
    const { service, features, api } = start();
    service.refused['pause'] = 404;
    await assert.rejects(api.pauseJob('ftjob-1'), { code: 'service.unsupported' });
    assert.equal(features.lacks('pause'), true);
    const before = service.requests.length;
    await assert.rejects(api.resumeJob('ftjob-1'), { code: 'service.unsupported' });
    assert.equal(service.requests.length, before);
  });

  const acts = {
    cancel: (api) => api.cancelJob('ftjob-1'),
    deleteFile: (api) => api.deleteFile('file-1'),
    deleteModel: (api) => api.deleteModel('baseline-1'),
    fileContent: (api) => api.fileStart('file-1', 10),
  } satisfies Record<string, (api: JobsApi) => Promise<unknown>>;
  for (const [feature, act] of Object.entries(acts) as [keyof typeof acts, (api: JobsApi) => Promise<unknown>][]) {
    it(`is known not to do it once it refused: ${feature}`, async () => {
      const { service, features, api } = start();
      service.refused[feature] = 405;
      await assert.rejects(act(api), { code: 'service.unsupported' });
      assert.equal(features.lacks(feature), true);
      delete service.refused[feature];
      await assert.rejects(act(api), { code: 'service.unsupported' });
    });
  }

  it('is not taken to lack deleting or reading where only the thing is gone', async () => {
    const { service, features, api } = start();
    Object.assign(service.refused, { deleteModel: 404, fileContent: 404 });
    await assert.rejects(api.deleteModel('ft:gone'), { code: 'service.notFound' });
    await assert.rejects(api.fileStart('file-1', 10), { code: 'service.notFound' });
    assert.equal(features.lacks('deleteModel') || features.lacks('fileContent'), false);
  });

  it('may refuse a pause for now without losing it for good', async () => {
    const { service, features, api } = start();
    service.refused['pause'] = 409;
    await assert.rejects(api.pauseJob('ftjob-1'), { code: 'service.conflict' });
    assert.equal(features.lacks('pause'), false);
  });

  it('has no models where it has no list of them', async () => {
    const { service, api } = start();
    service.refused['models'] = 404;
    assert.deepEqual(await api.listModels(), []);
  });

  it('is known to take no new jobs from its refusal on until it takes one', async () => {
    const { service, features, api } = start();
    const request = { model: 'm', training_file: 'f' };
    service.refused['create'] = 403;
    await assert.rejects(api.createJob(request), { code: 'service.closed' });
    assert.equal(features.closedAt, 5000);
    delete service.refused['create'];
    await api.createJob(request);
    assert.equal(features.closedAt, undefined);
  });
});

describe('What a service can do', () => {
  it('is asked without creating, changing or deleting anything', async () => {
    const service = new LackingService();
    const abilities = await probe(service);
    assert.deepEqual(Object.fromEntries(abilities), {
      jobs: true,
      files: true,
      models: true,
      events: true,
      checkpoints: true,
      pause: true,
      uploads: true,
    });
    const harmless = ['list', 'listFiles', 'events', 'checkpoints', 'retrieve'];
    assert.deepEqual(new Set(service.requests), new Set(harmless));
  });

  it('does not hold what is refused as unknown', async () => {
    const service = new LackingService();
    Object.assign(service.refused, { events: 404, checkpoints: 501, pause: 405, uploads: 404, models: 404 });
    assert.deepEqual(Object.fromEntries(await probe(service)), {
      jobs: true,
      files: true,
      models: false,
      events: false,
      checkpoints: false,
      pause: false,
      uploads: false,
    });
  });

  it('cannot be told of events and checkpoints before there is a job', async () => {
    const service = new LackingService();
    service.jobs = [];
    const abilities = await probe(service);
    assert.equal(abilities.has('events') || abilities.has('checkpoints'), false);
  });

  it('is nothing where the key is wrong or nobody answers: that is the error', async () => {
    for (const failure of [{ status: 401 }, { networkCode: 'ECONNREFUSED' }]) {
      const service = new LackingService();
      const error = serviceError('Acme', failure);
      service.listFiles = () => Promise.reject(error);
      await assert.rejects(probe(service), { code: error.code });
    }
  });
});
