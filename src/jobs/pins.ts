import { isObject } from '../common/json.ts';
import { Emitter, type Event } from '../common/event.ts';
import type { TextFolder } from './folder.ts';
import { sha256Of } from './uploadedFiles.ts';

/** Names a job over all connections. */
export interface JobPlace {
  readonly connection: string;
  readonly id: string;
}

const keyOf = ({ connection, id }: JobPlace): string => JSON.stringify([connection, id]);
const fileOf = async (place: JobPlace): Promise<string> => `${await sha256Of(keyOf(place))}.pin`;

/** The jobs that a person keeps in sight: a file each, so that windows do not overwrite each other's. */
export class Pins {
  readonly #folder: TextFolder;
  readonly #pinned = new Map<string, JobPlace>();
  readonly #changes = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(folder: TextFolder) {
    this.#folder = folder;
  }

  /** Reads what was pinned in earlier windows. */
  async load(): Promise<void> {
    for (const name of await this.#folder.names()) {
      const place = name.endsWith('.pin') ? readPlace(await this.#folder.read(name)) : undefined;
      if (place) this.#pinned.set(keyOf(place), place);
    }
    if (this.#pinned.size > 0) this.#changes.fire();
  }

  list(): readonly JobPlace[] {
    return Array.from(this.#pinned.values());
  }

  has(place: JobPlace): boolean {
    return this.#pinned.has(keyOf(place));
  }

  async set({ connection, id }: JobPlace, isPinned: boolean): Promise<void> {
    const place = { connection, id };
    if (isPinned) this.#pinned.set(keyOf(place), place);
    else this.#pinned.delete(keyOf(place));
    this.#changes.fire();
    const name = await fileOf(place);
    if (isPinned) await this.#folder.create(name, JSON.stringify(place));
    else await this.#folder.remove(name);
  }
}

/** Undefined for a file that holds no job: it is passed over. */
function readPlace(text: string | undefined): JobPlace | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isObject(value) || typeof value.connection !== 'string' || typeof value.id !== 'string') return undefined;
    return { connection: value.connection, id: value.id };
  } catch {
    return undefined;
  }
}
