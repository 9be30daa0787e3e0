import { join } from 'node:path';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { CompletionRequest } from '../../engines/engine.ts';
import type { UsableModel } from '../models.ts';
import { AnswerEngine, type AnswerEvent } from './answerEngine.ts';

/** Processes that are kept though they have nothing to do; each holds a model in memory. */
const maxIdleEngines = 3;

/** The engines that answer, one a model, started when a model is first asked. */
export class EnginePool {
  readonly #dataFolder: string;
  readonly #log: Logger;
  readonly #clock: Clock;
  /** By model id, the one asked last at the end. */
  readonly #engines = new Map<string, AnswerEngine>();

  constructor(dataFolder: string, log: Logger, clock: Clock) {
    this.#dataFolder = dataFolder;
    this.#log = log;
    this.#clock = clock;
  }

  answer(model: UsableModel, request: CompletionRequest): ReadableStream<AnswerEvent> {
    const engine = this.#engine(model);
    this.#engines.delete(model.id);
    this.#engines.set(model.id, engine);
    return engine.answer(request);
  }

  /** Ends the engine of a model that is to be removed. */
  forget(modelId: string): void {
    this.#engines.get(modelId)?.end();
  }

  async stop(): Promise<void> {
    const engines = [...this.#engines.values()];
    for (const engine of engines) engine.end();
    await Promise.all(engines.map((engine) => engine.ended));
  }

  #engine(model: UsableModel): AnswerEngine {
    const running = this.#engines.get(model.id);
    if (running && !running.isEnding) return running;
    const idle = [...this.#engines.values()].filter((engine) => !engine.isBusy);
    for (const engine of idle.slice(0, Math.max(0, idle.length - maxIdleEngines + 1))) engine.end();
    const place = model.folder === undefined ? model.base : join(this.#dataFolder, model.folder);
    const engine = new AnswerEngine(model.engine, place, this.#log, this.#clock);
    engine.ended.then(
      () => this.#engines.get(model.id) === engine && this.#engines.delete(model.id),
      () => undefined,
    );
    return engine;
  }
}
