import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { renameDurably } from '../disk/durable.ts';
import { newId, type IdKind, type RandomText } from './ids.ts';

/** Content that is on the disk, but that no row speaks of yet. */
export interface ReceivedContent {
  readonly id: string;
  readonly bytes: number;
}

/** A folder with the content of the API's files or parts, each in a file named by its id. */
export class ContentFolder {
  readonly #folder: string;
  readonly #kind: IdKind;
  readonly #random: RandomText;
  readonly #unclaimed = new Set<string>();

  constructor(folder: string, kind: IdKind, random: RandomText) {
    this.#folder = folder;
    this.#kind = kind;
    this.#random = random;
  }

  /**
   * Writes a stream to the disk, at constant memory; it is there for good when this resolves. The caller then writes a row
   * and calls {@link claim}, or calls {@link remove}. Whatever this throws, nothing stays behind.
   */
  async receive(content: Readable): Promise<ReceivedContent> {
    const id = newId(this.#kind, this.#random);
    const temporary = this.#temporary(id);
    this.#unclaimed.add(id);
    try {
      await pipeline(content, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
      const { size } = await stat(temporary);
      await renameDurably(temporary, this.path(id));
      return { id, bytes: size };
    } catch (error) {
      this.#unclaimed.delete(id);
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** The content has a row now. */
  claim(id: string): void {
    this.#unclaimed.delete(id);
  }

  path(id: string): string {
    return join(this.#folder, id);
  }

  async remove(id: string): Promise<void> {
    this.#unclaimed.delete(id);
    await rm(this.path(id), { force: true });
  }

  /** Paths that are being written or wait for their row; nobody else may remove them. */
  unclaimed(): string[] {
    return [...this.#unclaimed].flatMap((id) => [this.#temporary(id), this.path(id)]);
  }

  #temporary(id: string): string {
    return `${this.path(id)}.part`;
  }
}
