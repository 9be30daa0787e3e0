import type { Content } from './archiveIndex.ts';
import type { ArchiveFolder } from './folder.ts';

/** What the archive holds by now: the files that have their own name, which only whole ones get. */
export class Ledger {
  readonly #folder: ArchiveFolder;
  readonly #signal: AbortSignal;
  readonly #contents: Map<string, Content>;
  /** Where a content is, by its hash: the first place. */
  readonly #homes = new Map<string, string>();
  /** Files that were written or fetched by this run, and those that were not what the index says. */
  readonly written = new Set<string>();
  readonly damaged = new Set<string>();

  /** `known` is what an earlier run wrote down. */
  constructor(folder: ArchiveFolder, known: Readonly<Record<string, Content>>, signal: AbortSignal) {
    this.#folder = folder;
    this.#signal = signal;
    this.#contents = new Map(Object.entries(known));
    for (const [path, { sha256 }] of this.#contents) if (!this.#homes.has(sha256)) this.#homes.set(sha256, path);
  }

  get contents(): Readonly<Record<string, Content>> {
    return Object.fromEntries(this.#contents);
  }

  /** What is on the disk under this name. A file that the last run had no time to write down is read through. */
  async find(path: string): Promise<Content | undefined> {
    const known = this.#contents.get(path);
    const size = await this.#folder.size(path);
    if (known && size === known.bytes) return known;
    if (known) {
      this.damaged.add(path);
      this.#forget(path, known);
    }
    if (known || size === undefined) return undefined;
    const found = await this.#folder.hash(path, this.#signal);
    if (found) this.#add(path, found);
    return found;
  }

  /** The first place that has this content. */
  async home(sha256: string): Promise<string | undefined> {
    const path = this.#homes.get(sha256);
    return path !== undefined && (await this.find(path))?.sha256 === sha256 ? path : undefined;
  }

  /** What this run has put there. */
  add(path: string, content: Content): void {
    this.written.add(path);
    this.#add(path, content);
  }

  /** Writes a text unless it is there as it is. */
  async write(path: string, text: string): Promise<void> {
    if ((await this.find(path)) && (await this.#folder.read(path)) === text) return;
    const old = this.#contents.get(path);
    if (old) this.#forget(path, old);
    this.add(path, await this.#folder.write(path, text));
  }

  #add(path: string, content: Content): void {
    this.#contents.set(path, content);
    if (!this.#homes.has(content.sha256)) this.#homes.set(content.sha256, path);
  }

  #forget(path: string, { sha256 }: Content): void {
    this.#contents.delete(path);
    if (this.#homes.get(sha256) !== path) return;
    this.#homes.delete(sha256);
    for (const [other, content] of this.#contents) if (content.sha256 === sha256) this.#homes.set(sha256, other);
  }
}
