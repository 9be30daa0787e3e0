import { isObject } from '../../common/json.ts';

/** Of the form of `index.json`; a newer one is not read. */
export const indexFormat = 1;

/** `index.json`: what an archive holds. Holds ids and sizes, no key, no words of the service and nothing out of a dataset. */
export interface ArchiveIndex {
  readonly format: typeof indexFormat;
  /** Host of the service; `local` for one on this machine, whose port changes. */
  readonly service: string;
  /** When it was last written: an ISO time. */
  readonly updatedAt: string;
  /** False while an archive is made, and where that was stopped: run again, it goes on. */
  readonly isFinished: boolean;
  readonly counts: ArchiveCounts;
  /** Newest first. Jobs stay here when the service lists them no more. */
  readonly jobs: readonly ArchivedJob[];
  /** The service's files. */
  readonly files: readonly ArchivedFile[];
  readonly models: readonly ArchivedModel[];
  /** What could not be had, and why. */
  readonly missing: readonly Missing[];
  /** Each file of the archive by its path, but README.md, index.json and git's own. */
  readonly contents: Readonly<Record<string, Content>>;
}

export interface ArchiveCounts {
  readonly jobs: number;
  /** Files of the service. */
  readonly files: number;
  /** Different contents among them. */
  readonly contents: number;
  /** Bytes of the different contents. */
  readonly bytes: number;
  readonly models: number;
  readonly missing: number;
}

export interface ArchivedJob {
  readonly id: string;
  /** `jobs/...`. */
  readonly folder: string;
  readonly status: string;
  readonly model: string;
  readonly suffix?: string | undefined;
  /** An ISO time; undefined where the service told none. */
  readonly createdAt?: string | undefined;
  readonly fineTunedModel?: string | undefined;
  /** Ids of the service's files. */
  readonly trainingFile?: string | undefined;
  readonly validationFile?: string | undefined;
  readonly resultFiles: readonly string[];
}

/** A file of the service that is here. */
export interface ArchivedFile {
  readonly id: string;
  /** What the service calls it. */
  readonly name?: string | undefined;
  /** fine-tune, fine-tune-results, ... */
  readonly purpose?: string | undefined;
  /** Where its content is: the first place that has it. Size and hash stand in `contents`. */
  readonly path: string;
}

export interface ArchivedModel {
  readonly id: string;
  /** The job that made it, if it is known. */
  readonly job?: string | undefined;
  /** `YYYY-MM-DD`: as the service says of it or of what it was made from, or, at OpenAI, as announced. */
  readonly shutdownDate?: string | undefined;
}

/** What can be missing. */
export type MissingPart =
  'training' | 'validation' | 'results' | 'unused' | 'events' | 'checkpoints' | 'models' | 'files';

/**
 * deleted: the service does not know it (any more). expired: its time was over. forbidden: the key may not read it.
 * incomplete: what came is not of the size that the service says. unsupported: the service does not offer it. failed: it
 * answered with an error, again and again.
 */
export type MissingReason = 'deleted' | 'expired' | 'forbidden' | 'incomplete' | 'unsupported' | 'failed';

export interface Missing {
  readonly part: MissingPart;
  readonly reason: MissingReason;
  readonly job?: string | undefined;
  /** Id of the service's file. */
  readonly file?: string | undefined;
  /** The HTTP status of its answer. */
  readonly status?: number | undefined;
}

/** A file on the disk. */
export interface Content {
  readonly bytes: number;
  /** Of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** Will be the same when it is asked again; the rest may be had by another key or on another day. */
export function isLasting({ reason }: Missing): boolean {
  return reason === 'deleted' || reason === 'expired';
}

/** Reads `index.json`; undefined where it is none, or of a newer format. */
export function readIndex(text: string): ArchiveIndex | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.format !== indexFormat || typeof value.service !== 'string') return undefined;
  const { jobs, files, models, missing, contents } = value;
  const areLists = [jobs, files, models, missing].every((list) => Array.isArray(list) && list.every(isObject));
  return areLists && isObject(contents) ? (value as unknown as ArchiveIndex) : undefined;
}

/** The text of `index.json`: an entry a line, so that git shows what is new. */
export function indexText(index: ArchiveIndex): string {
  const { jobs, files, models, missing, contents, ...facts } = index;
  const list = (items: readonly unknown[]): string =>
    items.length === 0 ? '[]' : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  const members = Object.entries(facts).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const paths = Object.entries(contents).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const byPath = paths.map(([path, content]) => `    ${JSON.stringify(path)}: ${JSON.stringify(content)}`);
  const all = [
    ...members,
    ...Object.entries({ jobs, files, models, missing }).map(([name, items]) => `"${name}": ${list(items)}`),
    `"contents": {${byPath.length === 0 ? '' : `\n${byPath.join(',\n')}\n  `}}`,
  ];
  return `{\n${all.map((member) => `  ${member}`).join(',\n')}\n}\n`;
}
