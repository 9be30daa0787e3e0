import type { Absence } from './absence.ts';
import { isLasting, type Missing, type MissingPart } from './archiveIndex.ts';

/** What could not be had, by what it is part of: a job, or the service. What an earlier run found holds until it is asked again. */
export class MissingList {
  readonly #entries = new Map<string, readonly Missing[]>();

  constructor(before: readonly Missing[]) {
    for (const missing of before) {
      const key = missing.job ?? missing.part;
      this.#entries.set(key, [...(this.#entries.get(key) ?? []), missing]);
    }
  }

  get all(): readonly Missing[] {
    return Array.from(this.#entries.values()).flat();
  }

  ofJob(id: string, missing: readonly Missing[]): void {
    this.#entries.set(id, missing);
  }

  ofService(part: MissingPart, missing: readonly Omit<Missing, 'part'>[]): void {
    this.#entries.set(
      part,
      missing.map((each) => ({ part, ...each })),
    );
  }

  /** Files that need not be asked for again. */
  lastingFiles(): ReadonlyMap<string, Absence> {
    const lasting = this.all.filter(isLasting);
    return new Map(
      lasting.flatMap(({ file, reason, status }) => (file === undefined ? [] : [[file, { reason, status }] as const])),
    );
  }
}
