import * as vscode from 'vscode';
import type { Clock } from '../../common/time.ts';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { errorText, isAbort } from '../../common/errors.ts';
import type { Connections } from '../../jobs/connections.ts';
import { addedEvents } from '../../jobs/eventHistory.ts';
import { isTerminal } from '../../jobs/jobStatus.ts';
import { checkpointTable, eventTable, resultTable } from '../../jobs/metricTables.ts';
import type { MetricTable } from '../../jobs/metrics.ts';
import type { Pollers } from '../../jobs/pollers.ts';
import type { JobRecord, JobStore } from '../../jobs/store.ts';
import { identityKey, readFromChart, type ChartJob, type JobIdentity, type ToChart } from '../../webview/messages.ts';
import { jobName } from '../jobs/jobName.ts';
import type { Reporter } from '../report.ts';
import { inSlices } from '../slices.ts';
import { chooseChartJobs } from './chooseChartJobs.ts';
import { pageHtml } from './html.ts';
import { saveChart } from './saveChart.ts';

export interface ChartParts {
  readonly store: JobStore;
  readonly connections: Connections;
  readonly pollers: Pollers;
  readonly reporter: Reporter;
  readonly clock: Clock;
  /** Holds the scripts and style sheets of pages. */
  readonly pages: vscode.Uri;
}

/** Events whose numbers are read and told in one go, in a millisecond or two. */
const eventsPerMessage = 1000;

/** What a job's result files gave: their numbers, and why some are missing. */
interface Results {
  readonly tables: readonly MetricTable[];
  readonly troubles: readonly string[];
}

/**
 * Keeps one page in step with the store. The page may vanish at any moment and come again (hidden, reloaded): it is told
 * everything whenever it says that it is ready, and after that only what is new.
 */
export class ChartPanel implements Disposable {
  readonly panel: vscode.WebviewPanel;
  #parts: ChartParts;
  #jobs: readonly JobIdentity[];
  #owned = new DisposableStore();
  /** Ends what is asked of services when the panel is closed. */
  #closing = new AbortController();
  /** What the page has been told of, by job; undefined for a page that is not ready. */
  #told: Map<string, JobRecord> | undefined;
  #results = new Map<string, Results | 'asked'>();
  #isTelling = false;
  /** Something is new since the numbers were last looked through. */
  #hasNews = false;

  constructor(panel: vscode.WebviewPanel, jobs: readonly JobIdentity[], parts: ChartParts) {
    this.panel = panel;
    this.#parts = parts;
    this.#jobs = jobs;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [parts.pages] };
    panel.iconPath = new vscode.ThemeIcon('graph-line');
    this.#owned.add(webview.onDidReceiveMessage((message) => this.#receive(message)));
    this.#owned.add(
      panel.onDidChangeViewState(() => {
        // A hidden page is gone; it says when it is there again.
        if (!panel.visible) this.#told = undefined;
      }),
    );
    this.#owned.add(
      parts.store.onDidChange((change) => {
        const isShown = this.#jobs.some((job) => job.connection === change.connection);
        if (isShown) this.#tellNews();
      }),
    );
    this.#owned.add(panel.onDidDispose(() => this.dispose()));
    webview.html = pageHtml(webview, { folder: parts.pages, name: 'chart', title: vscode.l10n.t('Training Metrics') });
    this.#setJobs(jobs);
  }

  get jobs(): readonly JobIdentity[] {
    return this.#jobs;
  }

  #setJobs(jobs: readonly JobIdentity[]): void {
    const { store, pollers } = this.#parts;
    this.#jobs = jobs;
    for (const { connection, id } of jobs) {
      pollers.want(connection, id);
      if (!store.get(connection, id) && vscode.workspace.isTrusted) pollers.wake(connection);
    }
    this.#tellNews();
  }

  #receive(received: unknown): void {
    const message = readFromChart(received);
    switch (message?.type) {
      case 'ready':
        this.#told = new Map();
        this.#send({
          type: 'start',
          words: vscode.l10n.bundle ?? {},
          jobs: this.#jobs.map((job) => this.#chartJob(job)),
        });
        this.#tellNews();
        return;
      case 'chooseJobs':
        this.#parts.reporter.run(async () => {
          const chosen = await chooseChartJobs(this.#parts.store, this.#jobs);
          if (chosen) this.#setJobs(chosen);
        });
        return;
      case 'save':
        this.#parts.reporter.run(() => saveChart(message.format, message.content, this.panel.title));
        return;
      case undefined:
        return;
    }
  }

  #send(message: ToChart): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a webview, not a window
    this.#parts.reporter.runQuietly('Telling the chart', () => this.panel.webview.postMessage(message));
  }

  #tellNews(): void {
    this.panel.title = this.#title();
    if (!this.#told) return;
    this.#send({ type: 'jobs', jobs: this.#jobs.map((job) => this.#chartJob(job)) });
    this.#hasNews = true;
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#parts.reporter.runQuietly('Telling the chart', async () => {
      try {
        await this.#tellNumbers();
      } finally {
        this.#isTelling = false;
      }
    });
  }

  /** Some at a time, since a job may have a hundred thousand events; what is new by then is told after it. */
  async #tellNumbers(): Promise<void> {
    while (this.#hasNews) {
      this.#hasNews = false;
      const told = this.#told;
      if (told) await inSlices(this.#newNumbers(told), this.#parts.clock, () => this.#told !== told);
    }
  }

  *#newNumbers(told: Map<string, JobRecord>): Generator<void, void, void> {
    for (const job of this.#jobs) {
      const record = this.#parts.store.get(job.connection, job.id);
      if (record) yield* this.#numbersOf(record, job, told);
    }
  }

  *#numbersOf(record: JobRecord, job: JobIdentity, told: Map<string, JobRecord>): Generator<void, void, void> {
    const key = identityKey(job);
    const before = told.get(key);
    // Whoever asks the service may be another one by now: a connection was edited.
    this.#parts.pollers.want(job.connection, job.id);
    this.#askForResults(record, job);
    if (before?.events === record.events && before.checkpoints === record.checkpoints) return;
    told.set(key, record);
    // What is told again does no harm; the result files and the checkpoints have the last word.
    const events = addedEvents(before?.events ?? [], record.events);
    for (let i = 0; i < events.length; i += eventsPerMessage) {
      this.#sendPoints(job, eventTable(events.slice(i, i + eventsPerMessage)));
      yield;
    }
    this.#sendPoints(job, checkpointTable(record.checkpoints));
    const results = this.#results.get(key);
    if (!before && typeof results === 'object') for (const table of results.tables) this.#sendPoints(job, table);
  }

  #sendPoints(job: JobIdentity, table: MetricTable): void {
    if (table.steps.length > 0) this.#send({ type: 'points', job, table });
  }

  /** The numbers of the job's result files, which are asked for once, when they are whole. */
  #askForResults(record: JobRecord, job: JobIdentity): void {
    const key = identityKey(job);
    const { resultFiles } = record.job;
    if (this.#results.has(key) || resultFiles.length === 0 || !isTerminal(record.job)) return;
    this.#results.set(key, 'asked');
    this.#parts.reporter.runQuietly('Reading result files', async () => {
      const results = await this.#readResults(resultFiles, job.connection);
      if (!results) return;
      for (const table of results.tables) this.#sendPoints(job, table);
      this.#results.set(key, results);
      this.#tellNews();
    });
  }

  /** One that cannot be read hides no other. Undefined where the panel was closed. */
  async #readResults(files: readonly string[], connection: string): Promise<Results | undefined> {
    const { signal } = this.#closing;
    const tables: MetricTable[] = [];
    const troubles: string[] = [];
    for (const file of files) {
      try {
        const api = await this.#parts.connections.get(connection).open('background', signal);
        const table = resultTable(await api.fileContent(file, signal));
        if (table) tables.push(table);
        else troubles.push(notRead(file));
      } catch (error) {
        if (isAbort(error)) return undefined;
        troubles.push(`${notRead(file)} ${errorText(error)}`);
      }
    }
    return { tables, troubles };
  }

  #chartJob(identity: JobIdentity): ChartJob {
    const { store } = this.#parts;
    const { connection, id } = identity;
    const record = store.get(connection, id);
    const results = this.#results.get(identityKey(identity));
    const state = store.connectionState(connection);
    const trouble = [
      ...(typeof results === 'object' ? results.troubles : []),
      ...(state.type === 'failing' ? [`${connection}: ${state.error}`] : []),
    ];
    return {
      connection,
      id,
      name: record ? this.#nameOf(record) : id,
      status: record?.job.status,
      checkpoints: record?.checkpoints.map(({ stepNumber }) => stepNumber) ?? [],
      ...(trouble.length > 0 && { trouble: trouble.join(' ') }),
    };
  }

  /** With its connection where jobs of several are compared. */
  #nameOf({ job, connection }: JobRecord): string {
    const connections = new Set(this.#jobs.map((shown) => shown.connection));
    return connections.size > 1 ? `${jobName(job)} (${connection})` : jobName(job);
  }

  #title(): string {
    const [first] = this.#jobs;
    const record = first && this.#parts.store.get(first.connection, first.id);
    const name = record ? jobName(record.job) : (first?.id ?? '');
    const others = this.#jobs.length - 1;
    return others > 0 ? vscode.l10n.t('{0} and {1} more: metrics', name, others) : vscode.l10n.t('{0}: metrics', name);
  }

  dispose(): void {
    this.#closing.abort();
    this.#told = undefined;
    this.#owned.dispose();
  }
}

const notRead = (file: string): string => vscode.l10n.t('The result file {0} could not be read.', file);
