import { isObject } from '../common/json.ts';
import type { TextFolder } from './folder.ts';
import type { LaunchRequest } from './request.ts';

/** A local file as it was when it was launched. */
export interface LaunchedFile {
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What a job comes from. It stays on this machine; the service sees token and content only. */
export interface Lineage {
  readonly training?: LaunchedFile;
  readonly validation?: LaunchedFile;
  /** Path of the `*.finetune.json` that it was launched from. */
  readonly jobFile?: string;
  /** Of the folder that the training file is in. */
  readonly gitCommit?: string;
  /** The job that did the same work before, elsewhere. */
  readonly formerJob?: FormerJob;
}

/** Where a job was before it was launched on another service. */
export interface FormerJob {
  /** Name of the connection; undefined for a job of an archive. */
  readonly connection?: string | undefined;
  /** Its id there; '' where nobody knows it. */
  readonly id: string;
  /** Path of the job file that it was read from. */
  readonly jobFile?: string | undefined;
}

/** A launch that somebody has begun. */
export interface LaunchIntent {
  /** The same for launches of the same request and content on the same connection. */
  readonly key: string;
  /** Counts the launches with this key, from 1 on. */
  readonly number: number;
  /** Sent with the job, so that it is known again. */
  readonly token: string;
  readonly connection: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The process that began it (`Processes`). */
  readonly process: string;
  /** As it was asked for. */
  readonly request: LaunchRequest;
  readonly lineage: Lineage;
}

/** What was about to be sent when a launch was last heard of. */
export interface SentLaunch {
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** Id of the training file at the service. */
  readonly trainingFile: string;
  /** True where the file was uploaded for this launch alone, so that the job can be known by it. */
  readonly isOwnFile: boolean;
}

/** A file that was uploaded for one launch alone. */
export interface OwnFile {
  /** At the service. */
  readonly id: string;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
}

/** Where a launch stands. `givenUp` = nothing was sent and nothing will be. */
export type LaunchState =
  | { readonly type: 'begun' }
  | { readonly type: 'sent'; readonly sent: SentLaunch }
  | { readonly type: 'givenUp' }
  | { readonly type: 'ended'; readonly job?: string };

/**
 * The launches of this person, so that none happens twice: each step is a file that only one window can create. A launch is
 * begun (`KEY.NUMBER.begun`), is either sent or given up (`.decided`: whoever comes first decides), and has ended when it is
 * known what became of it (`.ended`). What it uploads is noted at once (`.file1`, `.file2`), so that nothing stays at the
 * service when it comes to nothing. The files of launches that became a job are kept: they tell where the job comes from.
 */
export class LaunchJournal {
  readonly #folder: TextFolder;

  constructor(folder: TextFolder) {
    this.#folder = folder;
  }

  /** The last launch with this key; undefined where there is none. */
  async last(key: string): Promise<LaunchIntent | undefined> {
    const begun = await this.#read(key, await this.#lastNumber(key), 'begun');
    return begun as unknown as LaunchIntent | undefined;
  }

  /** Begins a launch; undefined where another window was faster. */
  async begin(launch: Omit<LaunchIntent, 'number'>): Promise<LaunchIntent | undefined> {
    const intent: LaunchIntent = { ...launch, number: (await this.#lastNumber(launch.key)) + 1 };
    const isOurs = await this.#create(intent, 'begun', intent);
    if (!isOurs) return undefined;
    await this.#forgetFailed(intent);
    return intent;
  }

  /** To be called before a job is sent. False: it must not be, since somebody gave the launch up. */
  send(intent: LaunchIntent, sent: SentLaunch): Promise<boolean> {
    return this.#create(intent, 'decided', sent);
  }

  /** Sees to it that the launch is not sent, unless it has been. */
  async giveUp(intent: LaunchIntent): Promise<void> {
    await this.#create(intent, 'decided', {});
  }

  /** The launch is over: it became this job, or none. */
  async end(intent: LaunchIntent, job?: string): Promise<void> {
    await this.#create(intent, 'ended', job === undefined ? {} : { job });
    // The files are the job's from now on.
    if (job !== undefined)
      for (const step of fileSteps) await this.#folder.remove(fileName(intent.key, intent.number, step));
  }

  async stateOf({ key, number }: LaunchIntent): Promise<LaunchState> {
    const ended = await this.#read(key, number, 'ended');
    if (ended) return { type: 'ended', ...(typeof ended.job === 'string' && { job: ended.job }) };
    const decided = await this.#read(key, number, 'decided');
    if (!decided) return { type: 'begun' };
    return 'sentAt' in decided ? { type: 'sent', sent: decided as unknown as SentLaunch } : { type: 'givenUp' };
  }

  /** Notes what the launch has uploaded. */
  async addFile(intent: LaunchIntent, file: OwnFile): Promise<void> {
    for (const step of fileSteps) if (await this.#create(intent, step, file)) return;
  }

  /** What the launch has uploaded and nobody has deleted or taken over since. */
  async files({ key, number }: LaunchIntent): Promise<readonly OwnFile[]> {
    const found: OwnFile[] = [];
    for (const step of fileSteps) {
      const file = await this.#read(key, number, step);
      if (file) found.push(file as unknown as OwnFile);
    }
    return found;
  }

  async dropFile({ key, number }: LaunchIntent, id: string): Promise<void> {
    for (const step of fileSteps) {
      if ((await this.#read(key, number, step))?.id === id) await this.#folder.remove(fileName(key, number, step));
    }
  }

  /** Says that whoever launched this has been told what became of it. */
  async tell(intent: LaunchIntent): Promise<void> {
    await this.#create(intent, 'told', {});
  }

  async isTold({ key, number }: LaunchIntent): Promise<boolean> {
    return (await this.#read(key, number, 'told')) !== undefined;
  }

  /** True once a minute for one window, which may ask the person about the launch then. `now` in milliseconds. */
  async offer(intent: LaunchIntent, now: number): Promise<boolean> {
    const { key, number } = intent;
    const before = await this.#read(key, number, 'offered');
    if (before) {
      const { at } = before;
      if (typeof at !== 'number' || Math.abs(now - at) < 60_000) return false;
      await this.#folder.remove(fileName(key, number, 'offered'));
    }
    return this.#create(intent, 'offered', { at: now });
  }

  /** Sees to it that nobody is asked about the launch before it is made again. */
  async offerNoMore(intent: LaunchIntent): Promise<void> {
    await this.#folder.remove(fileName(intent.key, intent.number, 'offered'));
    await this.#create(intent, 'offered', {});
  }

  /** The launches of which nobody knows what became. */
  async open(): Promise<readonly LaunchIntent[]> {
    const names = new Set(await this.#folder.names());
    const begun = await this.#begun(names, (step) => step === 'begun');
    return begun.filter(({ key, number }) => !names.has(fileName(key, number, 'ended')));
  }

  /** The launches on a connection that became no job and have left files at the service. */
  async failed(connection: string): Promise<readonly LaunchIntent[]> {
    const begun = await this.#begun(await this.#folder.names(), (step) => step.startsWith('file'));
    const failed: LaunchIntent[] = [];
    for (const intent of begun.filter((each) => each.connection === connection)) {
      const state = await this.stateOf(intent);
      if (state.type === 'ended' && state.job === undefined) failed.push(intent);
    }
    return failed;
  }

  /** The launches that have such a step, each once. */
  async #begun(names: Iterable<string>, isIt: (step: string) => boolean): Promise<readonly LaunchIntent[]> {
    const found = new Map<string, LaunchIntent>();
    for (const name of names) {
      const [key = '', number, step = ''] = name.split('.');
      if (!isIt(step)) continue;
      const intent = await this.#read(key, Number(number), 'begun');
      if (intent) found.set(`${key}.${number}`, intent as unknown as LaunchIntent);
    }
    return Array.from(found.values());
  }

  /** The launch that a job comes from; undefined for one that was launched elsewhere. */
  async launchOf(connection: string, job: string): Promise<LaunchIntent | undefined> {
    for (const intent of await this.#begun(await this.#folder.names(), (step) => step === 'ended')) {
      const { key, number } = intent;
      if (intent.connection === connection && (await this.#read(key, number, 'ended'))?.job === job) return intent;
    }
    return undefined;
  }

  /** The launches that became jobs, by the id of the job. Those named in `read` are left out, and the others named there. */
  async launched(read: Set<string>): Promise<readonly (readonly [job: string, LaunchIntent])[]> {
    const found: (readonly [string, LaunchIntent])[] = [];
    for (const name of await this.#folder.names()) {
      const [key = '', number, step] = name.split('.');
      if (step !== 'ended' || read.has(name)) continue;
      read.add(name);
      const ended = await this.#read(key, Number(number), 'ended');
      const begun = typeof ended?.job === 'string' ? await this.#read(key, Number(number), 'begun') : undefined;
      if (begun) found.push([String(ended?.job), begun as unknown as LaunchIntent]);
    }
    return found;
  }

  async #lastNumber(key: string): Promise<number> {
    const numbers = (await this.#folder.names()).map((name) => name.split('.'));
    return Math.max(0, ...numbers.filter(([of]) => of === key).map(([, number]) => Number(number) || 0));
  }

  /**
   * The number has to stay in use, so only launches before it go; not one given up, whose window may yet want to send it, and
   * none with files that are still to be deleted.
   */
  async #forgetFailed(intent: LaunchIntent): Promise<void> {
    const before = { ...intent, number: intent.number - 1 };
    const state = await this.stateOf(before);
    const decided = await this.#read(before.key, before.number, 'decided');
    const isGivenUp = decided !== undefined && decided.sentAt === undefined;
    if (state.type !== 'ended' || state.job !== undefined || isGivenUp) return;
    if ((await this.files(before)).length > 0) return;
    for (const step of ['begun', 'decided', 'ended'] as const) {
      await this.#folder.remove(fileName(before.key, before.number, step));
    }
  }

  #create({ key, number }: LaunchIntent, step: Step, content: object): Promise<boolean> {
    return this.#folder.create(fileName(key, number, step), JSON.stringify(content));
  }

  async #read(key: string, number: number, step: Step): Promise<Record<string, unknown> | undefined> {
    const text = await this.#folder.read(fileName(key, number, step));
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return isObject(value) ? value : undefined;
  }
}

/** A job has two files at most. */
const fileSteps = ['file1', 'file2'] as const;
type Step = 'begun' | 'decided' | 'ended' | 'told' | 'offered' | (typeof fileSteps)[number];

const fileName = (key: string, number: number, step: Step): string => `${key}.${number}.${step}`;
