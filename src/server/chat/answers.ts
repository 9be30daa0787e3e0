import type { Clock } from '../../common/time.ts';
import { newId, type RandomText } from '../ids.ts';
import { requireModel, type ModelStore } from '../models.ts';
import type { AnswerHead } from './completionParts.ts';
import type { AnswerEvent } from './answerEngine.ts';
import type { AnswerSpec } from './answerRequest.ts';
import type { EnginePool } from './enginePool.ts';

export interface AnswersDependencies {
  readonly models: ModelStore;
  readonly pool: EnginePool;
  readonly clock: Clock;
  readonly random: RandomText;
}

/** An answer on its way. */
export interface StartedAnswer {
  readonly head: AnswerHead;
  readonly events: ReadableStream<AnswerEvent>;
}

/** Asks the models of this server. */
export class Answers {
  readonly #dependencies: AnswersDependencies;

  constructor(dependencies: AnswersDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws the API's 404 for a model that is not there. */
  start(kind: 'chatcmpl-' | 'cmpl-', { model: modelId, question }: AnswerSpec): StartedAnswer {
    const { models, pool, clock, random } = this.#dependencies;
    const model = requireModel(models, modelId);
    const id = newId(kind, random);
    const head = { id, created: Math.floor(clock.now() / 1000), model: modelId };
    return { head, events: pool.answer(model, { id, ...question }) };
  }
}
