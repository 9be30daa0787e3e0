import { Emitter, type Event } from '../common/event.ts';

export const fileKey = (connection: string, file: string): string => `${connection}/file/${file}`;
export const modelKey = (connection: string, model: string): string => `${connection}/model/${model}`;

/** Files and models that were deleted from this window: services go on naming them in their jobs. */
export class Deleted {
  readonly #keys = new Set<string>();
  readonly #changes = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changes.event;

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
    this.#changes.fire();
  }
}
