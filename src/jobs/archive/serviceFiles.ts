import { isObject } from '../../common/json.ts';
import type { RecordsApi } from '../records.ts';
import { absenceOf, type Absence } from './absence.ts';
import { listAll } from './listAll.ts';
import type { Pace } from '../commonPace.ts';

/** A file as its service tells of it. */
export interface ServiceFile {
  readonly id: string;
  readonly name?: string | undefined;
  readonly purpose?: string | undefined;
  /** Undefined where the service does not say. */
  readonly bytes?: number | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
}

/** Purposes of the files of fine-tuning jobs. */
const purposes = { training: 'fine-tune', results: 'fine-tune-results' } as const;

interface Parts {
  readonly records: RecordsApi;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** The files of a service: asked for all at once where they are listed, else one by one. */
export class ServiceFiles {
  readonly #parts: Parts;
  readonly #known = new Map<string, ServiceFile>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Lists them; says why not where the service does not. */
  async list(): Promise<Absence | undefined> {
    try {
      for (const purpose of Object.values(purposes)) {
        for await (const text of listAll({ type: 'files', purpose }, this.#parts)) this.#add(text);
      }
      return undefined;
    } catch (error) {
      const absence = absenceOf(error);
      if (!absence) throw error;
      return absence;
    }
  }

  /** Listed ones for training. A service may list others though it was not asked to. */
  trainingFiles(): readonly ServiceFile[] {
    return Array.from(this.#known.values()).filter(({ purpose }) => purpose === purposes.training);
  }

  /** One file. A service that knows no such request may still give its content. */
  async find(id: string): Promise<ServiceFile | Absence> {
    const known = this.#known.get(id);
    if (known) return known;
    const { records, pace, signal } = this.#parts;
    try {
      return this.#add(await pace.ask(() => records.file(id, signal))) ?? { id };
    } catch (error) {
      const absence = absenceOf(error);
      if (!absence) throw error;
      return absence.reason === 'unsupported' ? { id } : absence;
    }
  }

  #add(text: string): ServiceFile | undefined {
    const file: unknown = JSON.parse(text);
    if (!isObject(file) || typeof file.id !== 'string') return undefined;
    const { id, filename, purpose, bytes, expires_at: end } = file;
    const read = {
      id,
      name: typeof filename === 'string' ? filename : undefined,
      purpose: typeof purpose === 'string' ? purpose : undefined,
      // Some say 0 of what they have not measured.
      bytes: typeof bytes === 'number' && bytes > 0 ? bytes : undefined,
      expiresAt: typeof end === 'number' && end > 0 ? end * 1000 : undefined,
    };
    this.#known.set(id, read);
    return read;
  }
}
