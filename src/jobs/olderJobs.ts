import type { JobsApi } from './api.ts';
import { answerStatus } from './failure.ts';
import { fits, type JobFilter } from './jobFilter.ts';
import type { JobStore } from './store.ts';

/** Jobs asked for at a time. */
const jobsPerPage = 100;
/** Pages that one wish for more may cost. */
const mostPages = 10;

type Pairs = Readonly<Record<string, string>>;

/**
 * Lists the jobs beyond those that the pollers list: page by page with `after`, and only where somebody asks for more. With
 * metadata in the filter the service is asked for jobs that have it.
 */
export class OlderJobs {
  readonly #store: JobStore;
  /** By connection and metadata: the last job that was listed; undefined where the list has ended. */
  readonly #cursors = new Map<string, string | undefined>();

  constructor(store: JobStore) {
    this.#store = store;
  }

  /** True where the service may have jobs that are not listed. */
  hasMore(connection: string, filter: JobFilter | undefined): boolean {
    const key = keyOf(connection, filter);
    if (this.#cursors.has(key)) return this.#cursors.get(key) !== undefined;
    return hasPairs(filter) || this.#store.tail(connection) !== undefined;
  }

  /** Begins anew: a connection may lead elsewhere now. */
  reset(): void {
    this.#cursors.clear();
  }

  /**
   * Takes pages into the store until one holds a job that is new and passes the filter, or the list ends. Gives how many
   * such jobs came.
   */
  async load(connection: string, api: JobsApi, filter: JobFilter | undefined, signal?: AbortSignal): Promise<number> {
    for (let pages = 0; pages < mostPages && this.hasMore(connection, filter); pages++) {
      const found = await this.#loadPage(connection, api, filter, signal);
      if (found > 0) return found;
    }
    return 0;
  }

  async #loadPage(connection: string, api: JobsApi, filter: JobFilter | undefined, signal?: AbortSignal) {
    const key = keyOf(connection, filter);
    const start = hasPairs(filter) ? undefined : this.#store.tail(connection);
    const after = this.#cursors.has(key) ? this.#cursors.get(key) : start;
    const ask = (from: string | undefined) =>
      api.listJobs({
        limit: jobsPerPage,
        ...(from !== undefined && { after: from }),
        ...(hasPairs(filter) && { metadata: filter?.metadata ?? {} }),
        ...(signal && { signal }),
      });
    const { items, hasMore } = await ask(after).catch((error: unknown) => {
      // A job that is gone is no place to go on from: what is known is then passed over.
      if (after === undefined || ![400, 404].includes(answerStatus(error) ?? 0)) throw error;
      return ask(undefined);
    });
    const last = items.at(-1)?.id;
    // A service that gives the same page again does not know `after`.
    this.#cursors.set(key, hasMore && last !== after ? last : undefined);
    const added = items.filter(({ id }) => !this.#store.get(connection, id));
    this.#store.applyList(
      connection,
      added.map((job) => ({ job })),
    );
    return added.filter((job) => fits(filter, { connection, job, events: [], checkpoints: [] })).length;
  }
}

const pairsOf = (filter: JobFilter | undefined): Pairs => filter?.metadata ?? {};
const hasPairs = (filter: JobFilter | undefined): boolean => Object.keys(pairsOf(filter)).length > 0;
const keyOf = (connection: string, filter: JobFilter | undefined): string =>
  JSON.stringify([connection, Object.entries(pairsOf(filter))]);
