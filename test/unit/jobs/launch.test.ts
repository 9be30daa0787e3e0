import assert from 'node:assert/strict';
import { isAbort, UserError } from '../../../src/common/errors.ts';
import { tokenKey } from '../../../src/jobs/findLaunched.ts';
import { launch } from '../../../src/jobs/launch.ts';
import { serviceError } from '../../../src/jobs/serviceErrors.ts';
import { FakeService } from '../../support/jobs.ts';
import { aCheckedFile, aLaunch, aProcess, HurriedClock, launchParts, MemoryFolder } from '../../support/launches.ts';
import { answered, Mortal, unanswered } from '../../support/unreliable.ts';

describe('launch', () => {
  it('uploads both files, creates the job with a token, and says what it does', async () => {
    const service = new FakeService();
    const parts = launchParts(service, { newToken: () => 'token-a' });
    const what = aLaunch({
      request: { model: 'baseline-1', metadata: { team: 'a' } },
      validation: aCheckedFile({ name: 'validation.jsonl', sha256: 'bb' }),
    });
    const job = await launch(what, parts);
    assert.deepEqual(job.metadata, { team: 'a', [tokenKey]: 'token-a' });
    assert.deepEqual([job.trainingFile, service.requests], ['file-1', ['upload', 'upload', 'create']]);
    assert.deepEqual([...new Set(parts.steps.map(({ type }) => type))], ['upload', 'create']);
  });

  it('deletes what it uploaded when it is cancelled before the job is sent', async () => {
    const service = new FakeService();
    const controller = new AbortController();
    const validation = aCheckedFile({
      sha256: 'bb',
      open: async () => {
        controller.abort();
        return new Blob();
      },
    });
    const parts = launchParts(service, { signal: controller.signal });
    await assert.rejects(launch(aLaunch({ validation }), parts), { name: 'AbortError' });
    assert.deepEqual([service.deletedFiles, service.jobs], [['file-1', 'file-2'], []]);
  });

  it('sends nothing when the file changed since it was checked', async () => {
    const service = new FakeService();
    const training = aCheckedFile({
      open: async () => {
        throw new UserError('launch.fileChanged', 'a.jsonl changed.');
      },
    });
    await assert.rejects(launch(aLaunch({ training }), launchParts(service)), { code: 'launch.fileChanged' });
    assert.deepEqual(service.requests, []);
  });

  it('deletes what it uploaded when the service refuses the job, and may be made again', async () => {
    const service = new FakeService();
    const parts = launchParts(service);
    const create = service.createJob.bind(service);
    service.createJob = async () => Promise.reject(answered(400));
    await assert.rejects(launch(aLaunch(), parts), { message: /status 400/ });
    assert.deepEqual(service.deletedFiles, ['file-1']);
    service.createJob = create;
    await launch(aLaunch(), parts);
    assert.deepEqual([service.jobs.length, parts.doubts], [1, []]);
  });

  it('asks before it makes the same job again some minutes later', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    await launch(aLaunch(), launchParts(service, { folder }));
    const leaving = launchParts(service, { folder, ask: async () => 'leave' });
    await assert.rejects(launch(aLaunch(), leaving), isAbort);
    const parts = launchParts(service, { folder });
    await launch(aLaunch(), parts);
    assert.deepEqual([parts.doubts.map(({ type }) => type), service.jobs.length], [['launchedBefore'], 2]);
  });

  it('does not send the same content twice to a service that keeps tokens and still has the file', async () => {
    const service = new FakeService();
    const parts = launchParts(service);
    service.retrieveFile = async (id) => ({ id, filename: 'train.jsonl', size: 3, status: 'processed' });
    await launch(aLaunch(), parts);
    const again = await launch(aLaunch({ request: { model: 'other' } }), parts);
    assert.equal(again.trainingFile, 'file-1');
    service.retrieveFile = async () => Promise.reject(answered(404));
    const third = await launch(aLaunch({ request: { model: 'third' } }), parts);
    assert.equal(third.trainingFile, 'file-2');
  });

  it('asks the service, and sends nothing, when an earlier launch got no answer but created the job', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    const create = service.createJob.bind(service);
    const list = service.listJobs.bind(service);
    service.createJob = async (request) => {
      await create(request);
      throw unanswered('ECONNRESET');
    };
    service.listJobs = async () => Promise.reject(unanswered('ECONNREFUSED'));
    await assert.rejects(launch(aLaunch(), launchParts(service, { folder })), { code: 'launch.uncertain' });
    service.listJobs = list;
    const job = await launch(aLaunch(), launchParts(service, { folder }));
    assert.deepEqual([job.id, service.jobs.length], ['ftjob-1', 1]);
  });

  it('asks the person where the service lists no job of a launch without an answer', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    const create = service.createJob.bind(service);
    service.createJob = async () => Promise.reject(answered(502));
    await assert.rejects(launch(aLaunch(), launchParts(service, { folder })), { code: 'launch.uncertain' });
    service.createJob = create;
    const leaving = launchParts(service, { folder, ask: async () => 'leave' });
    await assert.rejects(launch(aLaunch(), leaving), { name: 'AbortError' });
    assert.deepEqual(service.jobs, []);
    const parts = launchParts(service, { folder });
    const job = await launch(aLaunch(), parts);
    assert.deepEqual(
      parts.doubts.map(({ type }) => type),
      ['notFound'],
    );
    // The file of the launch that is not known about is not used again.
    assert.equal(job.trainingFile, 'file-2');
  });

  it('finds a job by its file where the service drops metadata', async () => {
    const service = new FakeService();
    const create = service.createJob.bind(service);
    service.createJob = async ({ model, training_file }) => {
      await create({ model, training_file });
      throw unanswered('ETIMEDOUT');
    };
    assert.equal((await launch(aLaunch(), launchParts(service))).trainingFile, 'file-1');
  });

  it('takes no other job for its own: not one of the same file that the service had before', async () => {
    const service = new FakeService();
    await service.createJob({ model: 'baseline-1', training_file: 'file-old' });
    service.createJob = async () => Promise.reject(answered(502));
    const what = aLaunch({ training: { id: 'file-old' } });
    await assert.rejects(launch(what, launchParts(service)), { code: 'launch.uncertain' });
  });

  it('does not send the token of an earlier job that it is a copy of', async () => {
    const service = new FakeService();
    const pairs = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`key-${index}`, 'x']));
    for (const metadata of [pairs, { ...pairs, last: 'x' }]) {
      const request = { model: 'm', metadata: { ...metadata, [tokenKey]: 'old' } };
      const job = await launch(aLaunch({ request }), launchParts(service, { newToken: () => 'new' }));
      assert.deepEqual(job.metadata, metadata === pairs ? { ...pairs, [tokenKey]: 'new' } : metadata);
    }
  });

  it('leaves the metadata as it is where there is no room for a token', async () => {
    const service = new FakeService();
    const metadata = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`key-${index}`, 'x']));
    const job = await launch(aLaunch({ request: { model: 'm', metadata } }), launchParts(service));
    assert.deepEqual(job.metadata, metadata);
  });

  it('is refused where the same launch is under way in another window and the person does not insist', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    let arrived = (): void => undefined;
    const uploading = new Promise<void>((resolve) => (arrived = resolve));
    let goOn = (): void => undefined;
    const training = aCheckedFile({
      open: async () => {
        arrived();
        await new Promise<void>((resolve) => (goOn = resolve));
        return new Blob();
      },
    });
    const first = launch(aLaunch({ training }), launchParts(service, { folder }));
    await uploading;
    await assert.rejects(launch(aLaunch(), launchParts(service, { folder, ask: async () => 'leave' })), isAbort);
    // Who insists takes the launch over: the other window, still uploading, sends no job.
    await launch(aLaunch(), launchParts(service, { folder }));
    goOn();
    await assert.rejects(first, { code: 'launch.underWay' });
    assert.equal(service.jobs.length, 1);
  });

  describe('after a process that was killed', () => {
    /** Launches and is killed at this step of the upload: 1 = as soon as the service has the file. */
    async function killedUpload(service: FakeService, folder: MemoryFolder): Promise<void> {
      const process = new Mortal(2, false);
      const parts = launchParts(process.reaching(service), { folder, processes: aProcess('killed') });
      service.uploadFile = async (file) => ({
        id: 'file-left',
        filename: file.name,
        size: file.size,
        status: 'pending',
      });
      const launching = launch(aLaunch(), parts);
      assert.equal(await Promise.race([launching, process.death]), 'killed');
      Reflect.deleteProperty(service, 'uploadFile');
    }

    it('uses what was uploaded, without a question', async () => {
      const service = new FakeService();
      const folder = new MemoryFolder();
      await killedUpload(service, folder);
      const parts = launchParts(service, { folder, processes: aProcess('next', ['killed']) });
      const job = await launch(aLaunch(), parts);
      assert.deepEqual([job.trainingFile, parts.doubts, service.deletedFiles], ['file-left', [], []]);
      assert.equal(service.requests.includes('upload'), false);
    });

    it('deletes what was uploaded where the service did not get all of it', async () => {
      const service = new FakeService();
      const folder = new MemoryFolder();
      await killedUpload(service, folder);
      service.retrieveFile = async (id) => ({ id, filename: 'train.jsonl', size: 2, status: 'processed' });
      const job = await launch(aLaunch(), launchParts(service, { folder, processes: aProcess('next', ['killed']) }));
      assert.deepEqual([job.trainingFile, service.deletedFiles], ['file-1', ['file-left']]);
    });

    it('leaves the upload to a process that may be alive, and asks about it', async () => {
      const service = new FakeService();
      const folder = new MemoryFolder();
      await killedUpload(service, folder);
      const parts = launchParts(service, { folder, processes: aProcess('next') });
      const job = await launch(aLaunch(), parts);
      assert.deepEqual([job.trainingFile, parts.doubts.map(({ type }) => type)], ['file-1', ['underWay']]);
    });

    it('deletes with the next launch what could not be deleted before', async () => {
      const service = new FakeService();
      const folder = new MemoryFolder();
      const deleteFile = service.deleteFile.bind(service);
      const createJob = service.createJob.bind(service);
      service.createJob = async () => Promise.reject(answered(400));
      service.deleteFile = async () => Promise.reject(unanswered('ECONNREFUSED'));
      await assert.rejects(launch(aLaunch(), launchParts(service, { folder })));
      Object.assign(service, { deleteFile, createJob });
      await launch(aLaunch({ request: { model: 'other' } }), launchParts(service, { folder }));
      assert.deepEqual(service.deletedFiles, ['file-1']);
    });
  });

  it('is the job that was launched before where that is what is wanted', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    const { id } = await launch(aLaunch(), launchParts(service, { folder }));
    const taking = launchParts(service, { folder, ask: async () => 'take' });
    assert.deepEqual([(await launch(aLaunch(), taking)).id, service.jobs.length], [id, 1]);
  });

  it('is not looked for longer than a minute, though the clock was set back since it was sent', async () => {
    const service = new FakeService();
    const folder = new MemoryFolder();
    service.createJob = async () => Promise.reject(answered(502));
    const ahead = new HurriedClock(1_000_000 + 3600_000);
    await assert.rejects(launch(aLaunch(), launchParts(service, { folder, clock: ahead })), {
      code: 'launch.uncertain',
    });
    const clock = new HurriedClock();
    const start = clock.now();
    const leaving = launchParts(service, { folder, clock, ask: async () => 'leave' });
    await assert.rejects(launch(aLaunch(), leaving), isAbort);
    assert.ok(clock.now() - start < 70_000);
  });

  describe('tells which lines of which file the service complains about', () => {
    const words = 'Invalid file format. Example 1273 cannot be parsed. (line 1273)';
    const validation = aCheckedFile({ name: 'validation.jsonl', path: '/data/validation.jsonl', sha256: 'bb' });

    it('when it looks at the file', async () => {
      const service = new FakeService();
      const answers = ['pending', 'error'];
      service.retrieveFile = async (id) => {
        return { id, filename: 'train.jsonl', size: 3, status: answers.shift() ?? '', statusDetails: words };
      };
      service.uploadFile = async () => service.retrieveFile('file-1');
      const parts = launchParts(service);
      await assert.rejects(launch(aLaunch(), parts), { code: 'upload.refused' });
      assert.deepEqual([parts.refused, service.deletedFiles], [[`/data/train.jsonl: ${words}`], ['file-1']]);
    });

    it('when it is asked for the job', async () => {
      const service = new FakeService();
      const failure = { status: 400, message: words, param: 'validation_file' };
      service.createJob = async () => Promise.reject(serviceError('fake', failure));
      const parts = launchParts(service);
      await assert.rejects(launch(aLaunch({ validation }), parts));
      assert.deepEqual(parts.refused, [`/data/validation.jsonl: ${words}`]);
    });

    it('and no file where it speaks of none', async () => {
      const service = new FakeService();
      service.createJob = async () => Promise.reject(answered(400, 'No such model'));
      const parts = launchParts(service);
      await assert.rejects(launch(aLaunch(), parts));
      assert.deepEqual(parts.refused, []);
    });
  });
});
