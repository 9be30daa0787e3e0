import { archive, type ArchiveOrder, type ArchiveParts, type ArchiveResult } from '../../src/jobs/archive/archive.ts';
import { readIndex, type ArchiveIndex } from '../../src/jobs/archive/archiveIndex.ts';
import { HurriedClock } from './launches.ts';
import { FakeRecords, MemoryArchive } from './records.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A job's record as OpenAI sends it. `number` tells jobs apart and dates them. */
export function aRecord(number: number, fields: Fields = {}): Fields {
  return {
    object: 'fine_tuning.job',
    id: `ftjob-${number}`,
    created_at: 1_770_000_000 + number * 60,
    model: 'gpt-4.1-mini-2025-04-14',
    status: 'succeeded',
    organization_id: 'org-acme',
    fine_tuned_model: `ft:gpt-4.1-mini-2025-04-14:acme:j${number}:h${number}`,
    training_file: `file-${number}`,
    validation_file: null,
    result_files: [],
    error: {},
    ...fields,
  };
}

/** A service with so many jobs, each with a file, two events and a checkpoint of its own. */
export function aService(jobs: number): FakeRecords {
  const service = new FakeRecords();
  for (let number = 1; number <= jobs; number++) addJob(service, number);
  return service;
}

export function addJob(service: FakeRecords, number: number, fields: Fields = {}): void {
  service.jobs.unshift(aRecord(number, fields));
  service.files.set(`file-${number}`, `{"row": "of file ${number}"}\n`);
  service.events.set(`ftjob-${number}`, [
    { id: `e${number}-1`, created_at: 1, message: 'Created', type: 'message', data: null },
    { id: `e${number}-2`, created_at: 2, type: 'metrics', data: { step: 1, total_steps: 1, train_loss: 0.5 } },
  ]);
  service.checkpoints.set(`ftjob-${number}`, [{ id: `c${number}`, step_number: 1, metrics: { valid_loss: 0.25 } }]);
}

/** An archive in memory and runs of it. */
export class ArchiveBench {
  folder = new MemoryArchive();
  readonly clock = new HurriedClock();

  run(
    records: FakeRecords,
    order: Partial<ArchiveOrder> = {},
    more: Partial<ArchiveParts> = {},
  ): Promise<ArchiveResult> {
    return archive(
      { service: 'acme.test', title: 'Acme (acme.test)', ...order },
      {
        records,
        folder: this.folder,
        clock: this.clock,
        random: () => 0.5,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        ...more,
      },
    );
  }

  get index(): ArchiveIndex | undefined {
    return readIndex(this.folder.text('index.json') ?? '');
  }

  /** The text of a file of the folder of a job. */
  of(job: number, name: string): string | undefined {
    const folder = this.index?.jobs.find(({ id }) => id === `ftjob-${job}`)?.folder;
    return this.folder.text(`${folder}/${name}`);
  }
}
