import assert from 'node:assert/strict';
import { ArchiveBench, aService } from '../../support/archives.ts';
import { Mortal } from '../../support/unreliable.ts';

describe('An archive that is stopped', () => {
  it('is the same at the end wherever it was killed, and fetches no file again that had come', async () => {
    const whole = new ArchiveBench();
    await whole.run(aService(3));
    for (let steps = 1; ; steps++) {
      const bench = new ArchiveBench();
      const service = aService(3);
      const mortal = new Mortal(steps, steps % 2 === 0);
      const run = bench.run(service, {}, { records: mortal.reaching(service), folder: mortal.reaching(bench.folder) });
      const end = await Promise.race([mortal.death, run.then(() => 'finished' as const)]);
      if (end === 'finished') {
        assert.ok(steps > 60, `only ${steps} steps`);
        break;
      }
      // A dead process writes no more; the one of this test would.
      bench.folder = bench.folder.copy();
      const come = new Set([...bench.folder.files.keys()].filter((path) => path.endsWith('train.jsonl')));
      const contentsAsked = (): string[] => service.taken().filter((request) => request.startsWith('content'));
      service.taken();
      await bench.run(service);
      assert.deepEqual(textsOf(bench), textsOf(whole), `killed at step ${steps}`);
      assert.equal(contentsAsked().length, 3 - come.size, `killed at step ${steps}`);
    }
  });
});

/** What an archive holds, without the times of its index. */
function textsOf({ folder }: ArchiveBench): Readonly<Record<string, string>> {
  const texts = [...folder.files].map(([path, { bytes }]) => [
    path,
    bytes.toString().replace(/"updatedAt": ".*?"/, ''),
  ]);
  return Object.fromEntries(texts.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}
