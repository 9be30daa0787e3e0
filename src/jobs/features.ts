import { Emitter, type Event } from '../common/event.ts';

/** What can be found out by looking. */
export const probedFeatures = ['jobs', 'models', 'files', 'uploads', 'pause', 'events', 'checkpoints'] as const;

/** What not every service can do. Whether jobs can be cancelled and things deleted is known only once somebody does. */
export const features = [...probedFeatures, 'cancel', 'fileContent', 'deleteFile', 'deleteModel'] as const;
export type Feature = (typeof features)[number];

/** Keeps texts from one window to the next; what it holds may be lost. */
export interface Memory {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** What is remembered of a service. */
interface Learned {
  /** Refused as things it does not have. */
  readonly lacking: readonly Feature[];
  /** Milliseconds since 1970: when it last refused new jobs for good. */
  readonly closedAt?: number;
}

/** What one service was found not to do. Everything is tried until it is refused. */
export class LearnedFeatures {
  readonly #memory: Memory;
  readonly #key: string;
  readonly #changes = new Emitter<void>();
  readonly onDidChange: Event<void> = this.#changes.event;

  /** `key` names the service in the memory. */
  constructor(memory: Memory, key: string) {
    this.#memory = memory;
    this.#key = key;
  }

  #read(): Learned {
    const { lacking, closedAt } = (this.#memory.get(this.#key) ?? {}) as Partial<Record<keyof Learned, unknown>>;
    return {
      lacking: features.filter((feature) => Array.isArray(lacking) && lacking.includes(feature)),
      ...(typeof closedAt === 'number' && { closedAt }),
    };
  }

  #write(learned: Learned): void {
    this.#memory.set(this.#key, learned);
    this.#changes.fire();
  }

  lacks(feature: Feature): boolean {
    return this.#read().lacking.includes(feature);
  }

  get closedAt(): number | undefined {
    return this.#read().closedAt;
  }

  setLacks(feature: Feature, isLacking: boolean): void {
    if (this.lacks(feature) === isLacking) return;
    const learned = this.#read();
    const others = learned.lacking.filter((other) => other !== feature);
    this.#write({ ...learned, lacking: isLacking ? [...others, feature] : others });
  }

  /** Milliseconds since 1970; undefined once a job was created after all. */
  setClosed(closedAt: number | undefined): void {
    if (closedAt === undefined && this.closedAt === undefined) return;
    const { lacking } = this.#read();
    this.#write({ lacking, ...(closedAt !== undefined && { closedAt }) });
  }
}
