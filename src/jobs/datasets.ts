import type { LaunchJournal } from './journal.ts';
import type { JobRecord } from './store.ts';

const keyOf = (connection: string, id: string): string => JSON.stringify([connection, id]);

/** What jobs were trained on: the local file where that is known, else the id of the file at the service. */
export class Datasets {
  readonly #journal: Pick<LaunchJournal, 'launched'>;
  /** Launches that were read. */
  readonly #read = new Set<string>();
  /** Paths by job. */
  readonly #paths = new Map<string, string>();
  /** Paths by file at the service, so that jobs of one file stay together wherever they were launched. */
  readonly #files = new Map<string, string>();

  constructor(journal: Pick<LaunchJournal, 'launched'>) {
    this.#journal = journal;
  }

  /** Reads what was launched since the last time. */
  async refresh(records: readonly JobRecord[]): Promise<void> {
    for (const [job, { connection, lineage }] of await this.#journal.launched(this.#read)) {
      if (lineage.training) this.#paths.set(keyOf(connection, job), lineage.training.path);
    }
    for (const { connection, job } of records) {
      const path = this.#paths.get(keyOf(connection, job.id));
      if (path !== undefined && job.trainingFile) this.#files.set(keyOf(connection, job.trainingFile), path);
    }
  }

  /** A path or a file id; '' where the job names no file. */
  of({ connection, job: { trainingFile = '', id } }: JobRecord): string {
    const file = this.#files.get(keyOf(connection, trainingFile));
    return this.#paths.get(keyOf(connection, id)) ?? file ?? trainingFile;
  }
}
