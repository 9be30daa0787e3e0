import { Emitter, type Event } from '../common/event.ts';
import { isObject } from '../common/json.ts';
import type { ServiceModel } from './api.ts';
import type { Connection } from './connections.ts';
import type { Memory } from './features.ts';
import { modelEnd, type ModelEnd } from './modelEnd.ts';

/** What is remembered of the models of a service. */
interface Remembered {
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** Those that end. */
  readonly models: readonly ServiceModel[];
}

type Place = Pick<Connection, 'name' | 'host'>;

/** The models of services that end, as far as the services were asked; over windows, and it may be lost. */
export class ModelLists {
  readonly #memory: Memory;
  readonly #changes = new Emitter<void>();
  /** Fires when another day is known of a model. */
  readonly onDidChange: Event<void> = this.#changes.event;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Takes in what a service lists. `now` is in milliseconds. */
  learn(place: Place, listed: readonly ServiceModel[], now: number): void {
    const models = listed.filter(({ shutdownDate }) => shutdownDate !== undefined);
    const isNew = JSON.stringify(models) !== JSON.stringify(this.ending(place));
    this.#memory.set(keyOf(place), { askedAt: now, models } satisfies Remembered);
    if (isNew) this.#changes.fire();
  }

  /** Milliseconds since 1970; undefined where the service was never asked. */
  askedAt(place: Place): number | undefined {
    return this.#read(place)?.askedAt;
  }

  /** The models that are known to end. */
  ending(place: Place): readonly ServiceModel[] {
    return this.#read(place)?.models ?? [];
  }

  /** When a model of that service ends; undefined where nothing is known of it. */
  endOf(place: Place, model: string): ModelEnd | undefined {
    return modelEnd(model, { host: place.host, models: this.ending(place) });
  }

  #read(place: Place): Remembered | undefined {
    const value = this.#memory.get(keyOf(place));
    if (!isObject(value) || typeof value.askedAt !== 'number' || !Array.isArray(value.models)) return undefined;
    return { askedAt: value.askedAt, models: value.models as readonly ServiceModel[] };
  }
}

const keyOf = ({ name, host }: Place): string => `models/${host}/${name}`;
