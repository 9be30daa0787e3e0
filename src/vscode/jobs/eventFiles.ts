import * as vscode from 'vscode';
import type { Clock } from '../../common/time.ts';
import { DisposableStore, type Disposable } from '../../common/disposable.ts';
import { EventText, joined } from '../../jobs/eventLog/eventText.ts';
import { changedJobs, type JobRecord, type JobStore } from '../../jobs/store.ts';
import type { JobIdentity } from '../../webview/messages.ts';
import { inSlices } from '../slices.ts';
import { eventsFolder, eventsScheme } from '../ids.ts';
import { jobName } from './jobName.ts';

/**
 * Milliseconds between two times that VS Code is told of news of one log: it reads all of it each time, maybe from another
 * machine. So many at least, and more for each million bytes.
 */
const rest = { least: 500, perMillion: 250 };

/** The address of a job's event log. The query says which job; the path is what people see, and tells the language. */
export function eventsUri({ connection, job }: JobRecord): vscode.Uri {
  const query = new URLSearchParams({ connection, job: job.id }).toString();
  const [place, name] = [connection, jobName(job)].map((part) => part.replaceAll('/', '-'));
  return vscode.Uri.from({ scheme: eventsScheme, path: `/${eventsFolder}/${place}/${name} events.log`, query });
}

function identityOf(uri: vscode.Uri): JobIdentity {
  const query = new URLSearchParams(uri.query);
  return { connection: query.get('connection') ?? '', id: query.get('job') ?? '' };
}

/** One log that somebody has open. */
interface OpenLog {
  readonly uri: vscode.Uri;
  readonly job: JobIdentity;
  readonly text: EventText;
  /** Below the events, where there is more to say. */
  note: string;
  /** Milliseconds since 1970; another one for each content. */
  changedAt: number;
  /** Bytes. */
  size: number;
  /** When VS Code was last told of news. */
  toldAt: number;
  /** Done when the text is whole. */
  writing: Promise<unknown>;
}

interface EventFilesParts {
  readonly store: JobStore;
  readonly clock: Clock;
  /** Brings all events of a job, also of one that this window has not listed. */
  ask(job: JobIdentity): void;
}

/**
 * Event logs as read-only files: VS Code opens them again after a reload, and changes only what is new in the editor when
 * it reads one again, so that cursor, selection and place stay.
 */
export class EventFiles implements vscode.FileSystemProvider, Disposable {
  #parts: EventFilesParts;
  #logs = new Map<string, OpenLog>();
  #owned = new DisposableStore();
  /** News that VS Code will be told of. */
  #waiting = new Map<OpenLog, Disposable>();
  #changes = this.#owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changes.event;

  constructor(parts: EventFilesParts) {
    this.#parts = parts;
    this.#owned.add(
      parts.store.onDidChange((change) => {
        for (const log of this.#logs.values()) {
          const isAbout = change.type === 'connection' || changedJobs(change).includes(log.job.id);
          if (change.connection === log.job.connection && isAbout) this.#tell(log);
        }
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        // What came while it was being opened.
        const log = this.#logs.get(uri.toString());
        if (log) this.#tell(log);
      }),
    );
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#logs.delete(uri.toString())));
  }

  /** What is known of an open log; undefined for any other address. */
  textOf(uri: vscode.Uri): EventText | undefined {
    return this.#logs.get(uri.toString())?.text;
  }

  recordOf(uri: vscode.Uri): JobRecord | undefined {
    const { connection, id } = identityOf(uri);
    return this.#parts.store.get(connection, id);
  }

  /** VS Code asks for the time and size first: where they are as before, it does not read. */
  #tell(log: OpenLog): void {
    const { clock } = this.#parts;
    if (this.#waiting.has(log)) return;
    const pause = rest.least + (rest.perMillion * log.size) / 1_000_000;
    const timer = clock.after(Math.max(0, log.toldAt + pause - clock.now()), () => {
      this.#waiting.delete(log);
      log.toldAt = clock.now();
      this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri: log.uri }]);
    });
    this.#waiting.set(log, timer);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const log = await this.#current(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: log.changedAt, size: log.size };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return contentOf(await this.#current(uri));
  }

  /** The log with all that is known by now. */
  async #current(uri: vscode.Uri): Promise<OpenLog> {
    const log = this.#logs.get(uri.toString()) ?? this.#open(uri);
    log.writing = log.writing.then(() => this.#write(log));
    await log.writing;
    return log;
  }

  #open(uri: vscode.Uri): OpenLog {
    const job = identityOf(uri);
    if (job.id === '') throw vscode.FileSystemError.FileNotFound(uri);
    const writing = Promise.resolve();
    const log: OpenLog = { uri, job, text: new EventText(), note: '', changedAt: 0, size: 0, toldAt: 0, writing };
    this.#logs.set(uri.toString(), log);
    this.#parts.ask(job);
    return log;
  }

  async #write(log: OpenLog): Promise<void> {
    const { clock } = this.#parts;
    const record = this.recordOf(log.uri);
    // Whoever asks the service may be another one by now: a connection was edited.
    if (record) this.#parts.ask(log.job);
    // What was read of a job that is gone is kept.
    const hasNews = await inSlices(log.text.update(record?.events ?? log.text.events), clock, () => false);
    const note = this.#note(log, record);
    if (hasNews || note !== log.note) log.changedAt = Math.max(clock.now(), log.changedAt + 1);
    log.note = note;
    log.size = contentOf(log).length;
  }

  #note({ job: { connection }, text }: OpenLog, record: JobRecord | undefined): string {
    const { t } = vscode.l10n;
    if (record) return text.events.length === 0 ? t('No events yet.') : '';
    if (text.events.length > 0) return t('This job is no longer listed by {0}.', connection);
    const state = this.#parts.store.connectionState(connection);
    if (state.type === 'unknown') return t('Waiting for {0} to list this job.', connection);
    if (state.type === 'failing') return `${connection}: ${state.error}`;
    return t('{0} lists no such job.', connection);
  }

  watch(): Disposable {
    return { dispose() {} };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) timer.dispose();
    this.#owned.dispose();
  }
}

function contentOf({ text, note }: OpenLog): Uint8Array {
  return note === '' ? text.bytes() : joined([text.bytes(), new TextEncoder().encode(`${note}\n`)]);
}
