import { absenceOf, type Absence } from './absence.ts';
import type { ArchiveOrder, ArchiveParts, ArchiveProgress, ArchiveResult } from './archive.ts';
import { archiveJob, type PlannedJob } from './archiveJob.ts';
import type { ArchivedJob, ArchivedModel, ArchiveIndex } from './archiveIndex.ts';
import { FileStore } from './fileStore.ts';
import { IndexFile } from './indexFile.ts';
import { JobRecords } from './jobRecords.ts';
import { pretty } from './jsonText.ts';
import { archiveFiles, looseFile, partEnding } from './layout.ts';
import { Ledger } from './ledger.ts';
import { idOf, listAll } from './listAll.ts';
import { MissingList } from './missingList.ts';
import { fineTunedModels } from './models.ts';
import { Pace } from '../commonPace.ts';
import { forEach } from './forEach.ts';
import { allJobs, planJobs } from './plan.ts';
import { ServiceFiles } from './serviceFiles.ts';

/** Requests at once. Each job asks for one thing after the other. */
const atOnce = 4;

/** One run of an archive. */
export class ArchiveRun {
  readonly #order: ArchiveOrder;
  readonly #parts: ArchiveParts & { readonly pace: Pace; readonly ledger: Ledger };
  readonly #before: ArchiveIndex | undefined;
  readonly #missing: MissingList;
  readonly #serviceFiles: ServiceFiles;
  readonly #files: FileStore;
  readonly #records: JobRecords;
  readonly #index: IndexFile;
  #planned: readonly PlannedJob[] | undefined;
  #models: readonly ArchivedModel[];
  #done = 0;
  #bytes = 0;

  constructor(order: ArchiveOrder, parts: ArchiveParts, before: ArchiveIndex | undefined) {
    this.#order = order;
    this.#before = before;
    this.#models = before?.models ?? [];
    this.#missing = new MissingList(before?.missing ?? []);
    const ledger = new Ledger(parts.folder, before?.contents ?? {}, parts.signal);
    this.#parts = { ...parts, pace: new Pace(parts), ledger };
    this.#serviceFiles = new ServiceFiles(this.#parts);
    const onBytes = (bytes: number): void => {
      this.#bytes += bytes;
      this.#report();
    };
    this.#files = new FileStore(
      { ...this.#parts, files: this.#serviceFiles, service: order.title, onBytes },
      before?.files ?? [],
      this.#missing.lastingFiles(),
    );
    this.#records = new JobRecords(this.#parts);
    this.#index = new IndexFile({
      folder: parts.folder,
      clock: parts.clock,
      before,
      state: () => ({
        service: order.service,
        jobs: this.#jobs(),
        files: this.#files.list(),
        models: this.#models,
        missing: this.#missing.all,
        contents: ledger.contents,
      }),
    });
  }

  async run(): Promise<ArchiveResult> {
    await this.#index.save(false);
    try {
      await this.#plan();
      await this.#archiveModels();
      await this.#archiveJobs();
      if (this.#order.jobs === undefined) await this.#archiveLooseFiles();
      await this.#removeParts();
      await this.#index.saveReadme(true);
      return this.#result(await this.#index.save(true));
    } catch (error) {
      // What went wrong first is what is told.
      await this.#saveUnfinished().catch(() => undefined);
      throw error;
    }
  }

  async #saveUnfinished(): Promise<void> {
    await this.#index.saveReadme(false);
    await this.#index.save(false);
  }

  #jobs(): readonly ArchivedJob[] {
    return allJobs(this.#planned ?? [], this.#before?.jobs ?? []);
  }

  async #plan(): Promise<void> {
    const { jobs } = this.#order;
    const records = jobs ? await this.#chosen(jobs) : await this.#list();
    this.#planned = planJobs(records, this.#before?.jobs ?? []);
    this.#report();
    // Which job has which folder is known from here on, whatever it comes to be called.
    await this.#index.save(false);
    if (!jobs) this.#missing.ofService('files', listed(await this.#serviceFiles.list()));
  }

  async #list(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const record of listAll({ type: 'jobs' }, this.#parts)) if (idOf(record)) found.push(record);
    return found;
  }

  async #chosen(ids: readonly string[]): Promise<readonly string[]> {
    const { records, pace, signal } = this.#parts;
    const found: string[] = [];
    for (const id of ids) found.push(await pace.ask(() => records.job(id, signal)));
    return found;
  }

  async #archiveModels(): Promise<void> {
    const { ledger } = this.#parts;
    const all: string[] = [];
    let absence: Absence | undefined;
    try {
      for await (const record of listAll({ type: 'models' }, this.#parts)) if (idOf(record)) all.push(record);
    } catch (error) {
      absence = absenceOf(error);
      if (!absence) throw error;
    }
    this.#missing.ofService('models', listed(absence));
    const { records, models } = fineTunedModels(all, this.#jobs(), this.#order.service);
    const now = new Set(models.map(({ id }) => id));
    // One that the service lists no more has ended: its date is kept.
    this.#models = [...models, ...(this.#before?.models ?? []).filter(({ id }) => !now.has(id))];
    if (records.length > 0 || !(await ledger.find(archiveFiles.models))) {
      await ledger.write(archiveFiles.models, pretty(`[${records.join(',')}]`));
    }
  }

  async #archiveJobs(): Promise<void> {
    const parts = { ...this.#parts, files: this.#files, records: this.#records };
    await forEach(this.#planned ?? [], atOnce, async (planned) => {
      this.#missing.ofJob(planned.entry.id, await archiveJob(planned, parts));
      this.#done++;
      this.#report();
      await this.#index.saveNowAndThen();
    });
    for (const part of ['events', 'checkpoints'] as const) {
      this.#missing.ofService(part, listed(this.#records.lacking.get(part)));
    }
  }

  async #archiveLooseFiles(): Promise<void> {
    const used = new Set(this.#jobs().flatMap((job) => [job.trainingFile, job.validationFile, ...job.resultFiles]));
    const loose = this.#serviceFiles.trainingFiles().filter(({ id }) => !used.has(id));
    const missing: (Absence & { readonly file: string })[] = [];
    await forEach(loose, atOnce, async ({ id, name = '' }) => {
      const obtained = await this.#files.obtain(id, looseFile(id, name), 'unused');
      if ('reason' in obtained) missing.push({ ...obtained, file: id });
      await this.#index.saveNowAndThen();
    });
    this.#missing.ofService('unused', missing);
  }

  /** Removes parts of files that are whole by now. */
  async #removeParts(): Promise<void> {
    const { folder } = this.#parts;
    for (const path of await folder.list()) {
      const isPart = path.endsWith(partEnding);
      if (isPart && !this.#files.unfinished.has(path.slice(0, -partEnding.length))) await folder.remove(path);
    }
  }

  #report(): void {
    const progress: ArchiveProgress = {
      jobs: this.#done,
      totalJobs: this.#planned?.length,
      files: this.#files.fetched,
      bytes: this.#bytes,
    };
    this.#parts.onProgress(progress);
  }

  #result(index: ArchiveIndex): ArchiveResult {
    const { written, damaged } = this.#parts.ledger;
    const folders = new Set(Array.from(written, (path) => path.slice(0, path.lastIndexOf('/'))));
    const planned = this.#planned ?? [];
    return {
      index,
      jobs: planned.length,
      newJobs: planned.filter(({ entry }) => folders.has(entry.folder)).length,
      newFiles: this.#files.fetched,
      newBytes: this.#bytes,
      repaired: Array.from(damaged),
    };
  }
}

const listed = (absence: Absence | undefined): readonly Absence[] => (absence ? [absence] : []);
