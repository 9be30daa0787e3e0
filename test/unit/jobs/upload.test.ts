import assert from 'node:assert/strict';
import { upload, uploadLimits } from '../../../src/jobs/upload.ts';
import { FakeClock, settle } from '../../support/fakeClock.ts';
import { FakeService } from '../../support/jobs.ts';
import { aCheckedFile, HurriedClock } from '../../support/launches.ts';
import { answered, unanswered } from '../../support/unreliable.ts';

function parts(api: FakeService, signal = new AbortController().signal) {
  const told: number[] = [];
  const sent: string[] = [];
  return {
    connection: 'fake',
    api,
    clock: new HurriedClock(),
    random: () => 0.5,
    signal,
    onProgress: (bytes: number) => told.push(bytes),
    onSent: async (id: string) => void sent.push(id),
    told,
    sent,
  };
}

/** A file that says it is large; its bytes are not there, only their number. */
function aLargeFile(size: number) {
  const slice = (start: number, end: number): Blob => new Blob([`${start}-${end}`]);
  return aCheckedFile({ size, open: async () => ({ size, slice }) as Blob });
}

class PartsService extends FakeService {
  readonly parts: string[] = [];
  completed: readonly string[] = [];
  cancelled = 0;
  /** Numbers of the requests with a part, from 1 on, that are cut. */
  cuts = new Set<number>();
  #sent = 0;

  override async addUploadPart(_id?: string, data?: Blob) {
    const text = (await data?.text()) ?? '';
    if (this.cuts.has(++this.#sent)) throw unanswered('ECONNRESET');
    return `part-${this.parts.push(text)}`;
  }
  override async completeUpload(_id?: string, partIds: readonly string[] = []) {
    this.completed = partIds;
    return super.completeUpload();
  }
  override async cancelUpload() {
    this.cancelled++;
  }
}

describe('upload', () => {
  it('sends a file as it is and tells how much of it has been read', async () => {
    const service = new FakeService();
    const send = service.uploadFile.bind(service);
    service.uploadFile = async (file) => {
      // As fetch reads a form.
      const form = new FormData();
      form.set('file', file);
      assert.match(await new Response(form).text(), /filename="train\.jsonl".*\{\}\n/s);
      return send(file);
    };
    const given = parts(service);
    const sent = await upload(aCheckedFile(), given);
    assert.deepEqual([sent.id, sent.filename, given.told], ['file-1', 'train.jsonl', [0, 3]]);
  });

  it('tries again after a cut connection and an overloaded service, waiting longer each time', async () => {
    const service = new FakeService();
    const send = service.uploadFile.bind(service);
    const failures = [unanswered('ECONNRESET'), answered(503)];
    service.uploadFile = async (file) => {
      const failure = failures.shift();
      if (failure) throw failure;
      return send(file);
    };
    const given = parts(service);
    const start = given.clock.now();
    await upload(aCheckedFile(), given);
    assert.equal(given.clock.now() - start, (500 + 1000) * (1 - 0.25 * 0.5));
  });

  it('does not try again what the service refuses', async () => {
    const service = new FakeService();
    let requests = 0;
    service.uploadFile = async () => {
      requests++;
      throw answered(400);
    };
    await assert.rejects(upload(aCheckedFile(), parts(service)), { message: /status 400/ });
    assert.equal(requests, 1);
  });

  it('sends a large file in parts in order, and of a broken one only what is missing again', async () => {
    const service = new PartsService();
    service.cuts = new Set([2, 3, 6]);
    const size = uploadLimits.plain + 1;
    const sent = await upload(aLargeFile(size), parts(service));
    const starts = Array.from({ length: Math.ceil(size / uploadLimits.part) }, (_, index) => index * uploadLimits.part);
    assert.deepEqual(
      service.parts,
      starts.map((start) => `${start}-${Math.min(start + uploadLimits.part, size)}`),
    );
    assert.deepEqual([service.completed.length, service.cancelled, sent.id], [starts.length, 0, 'file-1']);
  });

  it('cancels the upload at the service when a part cannot be sent or the person leaves', async () => {
    const service = new PartsService();
    const controller = new AbortController();
    service.addUploadPart = async () => {
      controller.abort();
      throw unanswered('ECONNRESET');
    };
    const large = aLargeFile(uploadLimits.plain + 1);
    await assert.rejects(upload(large, parts(service, controller.signal)), { name: 'AbortError' });
    assert.equal(service.cancelled, 1);
  });

  it('sends a large file whole to a service without uploads in parts', async () => {
    const service = new FakeService();
    service.createUpload = async () => Promise.reject(answered(404));
    const open = async (): Promise<Blob> => new Blob(['{}']);
    await upload(aCheckedFile({ size: uploadLimits.plain + 1, open }), parts(service));
    assert.deepEqual(service.requests, ['upload']);
  });

  it('gives up a request that stands still, and tries again', async () => {
    const service = new FakeService();
    const clock = new FakeClock();
    const send = service.uploadFile.bind(service);
    let requests = 0;
    service.uploadFile = async (file?: File, signal?: AbortSignal) => {
      if (++requests > 1) return send(file ?? new File([], ''));
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))),
      );
    };
    const uploading = upload(aCheckedFile(), { ...parts(service), clock });
    await settle();
    clock.advance(120_000);
    await settle();
    clock.advance(500);
    assert.equal((await uploading).id, 'file-1');
    assert.equal(requests, 2);
  });

  it('waits for nothing more where the file of a cut request is read on', async () => {
    const service = new FakeService();
    const given = { ...parts(service), clock: new FakeClock() };
    let cut: File | undefined;
    service.uploadFile = async (file) => {
      cut = file;
      throw answered(400);
    };
    await assert.rejects(upload(aCheckedFile(), given));
    await new Response(cut?.stream()).text();
    assert.deepEqual([given.clock.nextDelay, given.told], [undefined, [0]]);
  });

  it('waits until the service has looked at the file', async () => {
    const service = new FakeService();
    const states = ['pending', 'running', 'processed'];
    const state = (id: string) => ({ id, filename: 'train.jsonl', size: 3, status: states.shift() ?? 'error' });
    service.uploadFile = async () => state('file-1');
    service.retrieveFile = async (id) => state(id);
    assert.equal((await upload(aCheckedFile(), parts(service))).status, 'processed');
  });

  it('waits a moment only for a service that never says more than "uploaded"', async () => {
    const service = new FakeService();
    const uploaded = { id: 'file-1', filename: 'train.jsonl', size: 3, status: 'uploaded' };
    service.uploadFile = async () => uploaded;
    service.retrieveFile = async () => uploaded;
    const given = parts(service);
    const start = given.clock.now();
    await upload(aCheckedFile(), given);
    assert.equal(given.clock.now() - start, 10_000);
  });

  it('tells why the service did not take the file, and before that what it is called there', async () => {
    const service = new FakeService();
    const refused = { id: 'file-1', filename: 'train.jsonl', size: 3, status: 'error', statusDetails: 'Line 3 is bad' };
    service.uploadFile = async () => refused;
    const given = parts(service);
    const message = 'fake refused train.jsonl: Line 3 is bad';
    await assert.rejects(upload(aCheckedFile(), given), { code: 'upload.refused', message });
    assert.deepEqual(given.sent, ['file-1']);
  });

  it('goes on asking where a look at the file got no answer, and takes it where the service does not tell', async () => {
    const service = new FakeService();
    service.uploadFile = async () => ({ id: 'file-1', filename: 'train.jsonl', size: 3, status: 'pending' });
    const failures = [answered(503), unanswered('ECONNRESET'), answered(404)];
    service.retrieveFile = async () => Promise.reject(failures.shift() ?? answered(500));
    await upload(aCheckedFile(), parts(service));
    assert.deepEqual(failures, []);
  });
});
