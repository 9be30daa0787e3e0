import type { Logger } from '../../common/logger.ts';
import type { Clock } from '../../common/time.ts';
import type { TrainCommand, TrainEvent } from '../../engines/engine.ts';
import { EngineProcess, type EngineExit } from '../engineProcess.ts';
import type { EngineSpec } from '../engines.ts';
import { parseTrainEvent } from './trainEvents.ts';

/** How one engine process ended. `crashed` is everything that was not announced. */
export type RunEnd =
  | Extract<TrainEvent, { type: 'paused' | 'succeeded' | 'failed' }>
  | { readonly type: 'crashed'; readonly reason: string };

/** After its last word an engine has this long to end, in milliseconds. */
const farewellTime = 5000;

const pauseCommand: TrainCommand = { type: 'pause' };

/** One engine process that trains one job. */
export class TrainingRun {
  /** When the process has ended. Never rejects. */
  readonly ended: Promise<RunEnd>;
  readonly #engine: EngineProcess;
  readonly #clock: Clock;
  #lastWord: RunEnd | undefined;

  constructor(
    spec: EngineSpec,
    runFolder: string,
    dependencies: { readonly onEvent: (event: TrainEvent) => void; readonly log: Logger; readonly clock: Clock },
  ) {
    const { onEvent, log, clock } = dependencies;
    this.#clock = clock;
    this.#engine = new EngineProcess(spec, ['train', runFolder], {
      onMessage: (message) => {
        const event = parseTrainEvent(message);
        if (!event) log.warn('engine: a message that the port does not know was ignored');
        else this.#hear(event, onEvent);
      },
      onText: (line) => log.info(`engine: ${line}`),
    });
    this.ended = this.#engine.exited.then((exit) => this.#end(exit));
  }

  get pid(): number | undefined {
    return this.#engine.pid;
  }

  /** Asks it to save its state at the next step and end. */
  pause(): void {
    this.#engine.send(pauseCommand);
  }

  /** Ends it without a word; what it learned since the last saved state is lost. */
  kill(): void {
    this.#engine.kill();
  }

  #hear(event: TrainEvent, onEvent: (event: TrainEvent) => void): void {
    if (this.#lastWord) return;
    onEvent(event);
    if (event.type !== 'paused' && event.type !== 'succeeded' && event.type !== 'failed') return;
    this.#lastWord = event;
    this.#engine.end();
    const farewell = this.#clock.after(farewellTime, () => this.#engine.kill());
    this.#engine.exited.then(
      () => farewell.dispose(),
      () => undefined,
    );
  }

  #end(exit: EngineExit): RunEnd {
    return this.#lastWord ?? { type: 'crashed', reason: exit.reason };
  }
}
