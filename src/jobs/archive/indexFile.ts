import type { Clock } from '../../common/time.ts';
import { indexFormat, indexText, type ArchiveCounts, type ArchiveIndex } from './archiveIndex.ts';
import type { ArchiveFolder } from './folder.ts';
import { archiveFiles, jobFiles } from './layout.ts';
import { readmeText } from './readme.ts';

/** What an archive holds at a moment. */
export type ArchiveState = Omit<ArchiveIndex, 'format' | 'updatedAt' | 'isFinished' | 'counts'>;

/** Milliseconds between two times that the index is written: what it does not say after a kill is read through again. */
const saveEvery = 10_000;

interface IndexFileParts {
  readonly folder: ArchiveFolder;
  readonly clock: Clock;
  /** What stands there from an earlier run. */
  readonly before: ArchiveIndex | undefined;
  readonly state: () => ArchiveState;
}

/** `index.json` and `README.md` of an archive that is being made. */
export class IndexFile {
  readonly #parts: IndexFileParts;
  #savedAt = -Infinity;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(parts: IndexFileParts) {
    this.#parts = parts;
  }

  /** Writes the index unless it was written a moment ago. */
  async saveNowAndThen(): Promise<void> {
    if (this.#parts.clock.now() - this.#savedAt >= saveEvery) await this.save(false);
  }

  /** Writes the index: last of all when everything is done, since it says so. */
  save(isFinished: boolean): Promise<ArchiveIndex> {
    this.#savedAt = this.#parts.clock.now();
    const saved = this.#saving.then(async () => {
      const index = this.#index(isFinished);
      await this.#parts.folder.write(archiveFiles.index, indexText(index));
      return index;
    });
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  /** Writes the README, for when a run ends, be it before its time. */
  async saveReadme(isFinished: boolean): Promise<void> {
    await this.#parts.folder.write(archiveFiles.readme, readmeText(this.#index(isFinished)));
  }

  /**
   * A run of some jobs does not finish those that another one left: the record of a job is written last, so all is there
   * where each has one. The date stays where nothing else is new, so that git has nothing to say.
   */
  #index(isFinished: boolean): ArchiveIndex {
    const { clock, before, state } = this.#parts;
    const now = state();
    const isWhole = now.jobs.every(({ folder }) => `${folder}/${jobFiles.record}` in now.contents);
    const index = {
      format: indexFormat,
      service: now.service,
      updatedAt: new Date(clock.now()).toISOString(),
      isFinished: isFinished && isWhole,
      counts: countsOf(now),
      jobs: now.jobs,
      files: now.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      models: now.models,
      missing: now.missing,
      contents: now.contents,
    } as const;
    if (!before) return index;
    const sameDay = { ...index, updatedAt: before.updatedAt };
    return indexText(sameDay) === indexText(before) ? sameDay : index;
  }
}

function countsOf({ jobs, files, models, missing, contents }: ArchiveState): ArchiveCounts {
  const different = new Map(
    files.flatMap(({ path }) => {
      const content = contents[path];
      return content ? [[content.sha256, content.bytes]] : [];
    }),
  );
  const bytes = Array.from(different.values()).reduce((sum, each) => sum + each, 0);
  return {
    jobs: jobs.length,
    files: files.length,
    contents: different.size,
    bytes,
    models: models.length,
    missing: missing.length,
  };
}
