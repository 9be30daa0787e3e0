import type { Disposable } from '../../common/disposable.ts';
import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { CompletionEvent, CompletionRequest } from '../../engines/engine.ts';
import { EngineProcess, type EngineExit } from '../engineProcess.ts';
import type { EngineSpec } from '../engines.ts';
import { ApiError } from '../errors.ts';
import { parseCompletionEvent } from './completionEvents.ts';

/** What an answer is made of: pieces of text, then one `completed`. */
export type AnswerEvent = Extract<CompletionEvent, { type: 'delta' | 'completed' }>;

/** An engine that has nothing to answer ends after this time; told to end, it has the second one. Milliseconds. */
const idleTime = 60_000;
const farewellTime = 1000;

/** One `serve` process. It answers several requests at once and ends when it has had none for a minute. */
export class AnswerEngine {
  readonly ended: Promise<void>;
  readonly #engine: EngineProcess<CompletionEvent>;
  readonly #clock: Clock;
  readonly #open = new Map<string, ReadableStreamDefaultController<AnswerEvent>>();
  #timer: Disposable | undefined;
  #isEnding = false;

  /** `model` is a model's folder, or the id of the engine's own model. */
  constructor(spec: EngineSpec, model: string, log: Logger, clock: Clock) {
    this.#clock = clock;
    this.#engine = new EngineProcess(spec, ['serve', model], {
      parse: (message) => parseCompletionEvent(message) ?? 'is no event of the engine protocol',
      onEvent: (event) => this.#hear(event),
      log,
      clock,
    });
    this.ended = this.#engine.exited.then((exit) => this.#afterEnd(exit));
  }

  /** It takes no more requests. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  /** The events of an answer as they come; errors are ApiErrors. Cancelling the stream drops the rest. */
  answer(request: CompletionRequest): ReadableStream<AnswerEvent> {
    this.#timer?.dispose();
    return new ReadableStream<AnswerEvent>({
      start: (controller) => {
        this.#open.set(request.id, controller);
        this.#engine.send(request);
      },
      cancel: () => this.#close(request.id),
    });
  }

  /** Asks it to end, and makes it. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#engine.end();
    this.#timer?.dispose();
    this.#timer = this.#clock.after(farewellTime, () => this.#engine.kill());
  }

  #hear(event: CompletionEvent): void {
    const answer = this.#open.get(event.id);
    // Nobody waits for it any more.
    if (!answer) return;
    switch (event.type) {
      case 'delta':
        answer.enqueue(event);
        break;
      case 'completed':
        answer.enqueue(event);
        answer.close();
        this.#close(event.id);
        break;
      case 'failed':
        answer.error(new ApiError(400, event.message, { code: 'engine_refused' }));
        this.#close(event.id);
        break;
    }
  }

  #afterEnd({ reason, failure }: EngineExit): void {
    this.#isEnding = true;
    this.#timer?.dispose();
    const message = failure ?? `The engine that answers for the model ended unexpectedly (${reason}).`;
    const error = new ApiError(500, message);
    for (const answer of this.#open.values()) answer.error(error);
    this.#open.clear();
  }

  #close(id: string): void {
    this.#open.delete(id);
    if (this.isBusy || this.#isEnding) return;
    this.#timer?.dispose();
    this.#timer = this.#clock.after(idleTime, () => this.end());
  }
}
