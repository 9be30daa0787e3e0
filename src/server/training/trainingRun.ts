import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { TrainCommand, TrainEvent } from '../../engines/engine.ts';
import { EngineProcess, type EngineExit } from '../engineProcess.ts';
import type { EngineSpec } from '../engines.ts';
import { lowerPriority } from '../processes.ts';
import { parseTrainEvent } from './trainEvents.ts';

/** How one engine process ended. `crashed` is everything that was not announced; trying again may help. */
export type RunEnd =
  | Extract<TrainEvent, { type: 'paused' | 'succeeded' | 'failed' }>
  | { readonly type: 'crashed'; readonly reason: string };

/** After its last word an engine has this long to end, in milliseconds. */
const farewellTime = 5000;

/** Asked to pause, it has this long for its step and for saving its state: a large model takes a while. Milliseconds. */
const pauseTime = 120_000;

const pauseCommand: TrainCommand = { type: 'pause' };

/** One engine process that trains one job. */
export class TrainingRun {
  /** When the process has ended. Never rejects. */
  readonly ended: Promise<RunEnd>;
  readonly #engine: EngineProcess<TrainEvent>;
  readonly #clock: Clock;
  #hasStarted = false;
  #lastWord: RunEnd | undefined;
  /** Why we ended it. */
  #killReason: string | undefined;

  constructor(
    spec: EngineSpec,
    runFolder: string,
    dependencies: { readonly onEvent: (event: TrainEvent) => void; readonly log: Logger; readonly clock: Clock },
  ) {
    const { onEvent, log, clock } = dependencies;
    this.#clock = clock;
    this.#engine = new EngineProcess(spec, ['train', runFolder], {
      parse: (message) => this.#read(message),
      onEvent: (event) => this.#hear(event, onEvent),
      log,
      clock,
    });
    if (this.#engine.pid !== undefined) lowerPriority(this.#engine.pid);
    this.ended = this.#engine.exited.then((exit) => this.#end(exit));
  }

  get pid(): number | undefined {
    return this.#engine.pid;
  }

  /** Asks it to save its state at the next step and end; it is made to end after two minutes. */
  pause(): void {
    this.#engine.send(pauseCommand);
    this.#killAfter(pauseTime, 'it did not save its state in time');
  }

  /** Ends it without a word; what it learned since the last saved state is lost. */
  kill(): void {
    this.#engine.kill();
  }

  #read(message: unknown): TrainEvent | string {
    const event = parseTrainEvent(message);
    if (!event) return 'is no event of the engine protocol';
    // The job's steps are not known before it; while the examples are read it may be told to pause, or find that it cannot train.
    const mayComeFirst = event.type === 'started' || event.type === 'failed' || event.type === 'paused';
    if (!this.#hasStarted && !mayComeFirst) return 'comes before "started"';
    this.#hasStarted = true;
    return event;
  }

  #hear(event: TrainEvent, onEvent: (event: TrainEvent) => void): void {
    if (this.#lastWord) return;
    onEvent(event);
    if (event.type !== 'paused' && event.type !== 'succeeded' && event.type !== 'failed') return;
    this.#lastWord = event;
    this.#engine.end();
    this.#killAfter(farewellTime, 'it did not end');
  }

  #killAfter(delay: number, reason: string): void {
    const timer = this.#clock.after(delay, () => {
      this.#killReason ??= reason;
      this.#engine.kill();
    });
    this.#engine.exited.then(
      () => timer.dispose(),
      () => undefined,
    );
  }

  #end({ reason, failure }: EngineExit): RunEnd {
    if (this.#lastWord) return this.#lastWord;
    if (failure !== undefined) return { type: 'failed', code: 'engine_error', message: failure };
    // A good end without the event that belongs to it.
    const silence = reason === 'exit code 0' ? ' without a last event' : '';
    return { type: 'crashed', reason: this.#killReason ?? reason + silence };
  }
}
