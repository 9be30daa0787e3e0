import type { Connections } from '../../jobs/connections.ts';
import type { Datasets } from '../../jobs/datasets.ts';
import { fits } from '../../jobs/jobFilter.ts';
import { groupJobs } from '../../jobs/jobGroups.ts';
import { jobsOverview, type JobsOverview } from '../../jobs/jobsOverview.ts';
import type { OlderJobs } from '../../jobs/olderJobs.ts';
import type { Pins } from '../../jobs/pins.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import type { NoteNode, SectionNode, TreeNode } from './nodes.ts';
import type { ViewState } from './viewState.ts';

export interface JobsListParts {
  readonly store: JobStore;
  readonly connections: Connections;
  readonly view: ViewState;
  readonly pins: Pins;
  readonly older: OlderJobs;
  readonly datasets: Datasets;
  /** True where a connection cannot be asked before a person gave a key or signed in. */
  readonly needsKey: (connection: string) => boolean;
}

/** Which jobs are listed under which connection, and in which order. */
export class JobsList {
  readonly #parts: JobsListParts;

  constructor(parts: JobsListParts) {
    this.#parts = parts;
  }

  /** Whether there is anything to list. */
  get overview(): JobsOverview {
    const { store, connections, view, needsKey } = this.#parts;
    const known = store.list();
    const shown = known.filter((record) => fits(view.filter, record));
    const seen = connections
      .list()
      .map(({ name, kind }) => ({ kind, state: store.connectionState(name), needsKey: needsKey(name) }));
    return jobsOverview({ known: known.length, shown: shown.length }, seen);
  }

  isListed(record: JobRecord): boolean {
    return fits(this.#parts.view.filter, record);
  }

  isPinned({ connection, job }: JobRecord): boolean {
    return this.#parts.pins.has({ connection, id: job.id });
  }

  /** The rows of a connection: pinned jobs first, then the others or their groups, then what brings more. */
  rows(connection: string): readonly TreeNode[] {
    const { store, view, older } = this.#parts;
    const records = store.list(connection).filter((record) => this.isListed(record));
    const pinned = records.filter((record) => this.isPinned(record));
    const others = records.filter((record) => !pinned.includes(record));
    const rows: TreeNode[] = [];
    if (pinned.length > 0) rows.push({ type: 'section', connection, section: 'pinned', key: '', records: pinned });
    if (records.length === 0) rows.push(this.#note(connection));
    rows.push(...this.#grouped(connection, others));
    if (older.hasMore(connection, view.filter) && !this.#isUnusable(connection))
      rows.push({ type: 'more', connection });
    return rows;
  }

  #grouped(connection: string, records: readonly JobRecord[]): readonly TreeNode[] {
    const { view, datasets } = this.#parts;
    const { grouping } = view;
    if (grouping === 'none') return records.map((record) => ({ type: 'job', record }));
    return groupJobs(records, grouping, (record) => datasets.of(record)).map(
      ({ key, records: members }): SectionNode => ({
        type: 'section',
        connection,
        section: grouping,
        key,
        records: members,
      }),
    );
  }

  #isUnusable(connection: string): boolean {
    return this.#parts.needsKey(connection);
  }

  #note(connection: string): NoteNode {
    const { store, needsKey, view } = this.#parts;
    const state = store.connectionState(connection);
    const node = { type: 'note', connection } as const;
    if (needsKey(connection)) return { ...node, note: 'noKey' };
    if (state.type === 'failing') return { ...node, note: 'failing', said: state.error };
    return { ...node, note: view.filter && store.list(connection).length > 0 ? 'noMatch' : 'noJobs' };
  }

  /** Where a job stands: in a section, or right below its connection. */
  sectionOf(record: JobRecord): SectionNode | undefined {
    const sections = this.rows(record.connection).filter((row) => row.type === 'section');
    return sections.find(({ records }) => records.some(({ job }) => job.id === record.job.id));
  }
}
