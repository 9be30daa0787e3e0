import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles, type TrainEvent, type TrainMetrics } from '../engine.ts';
import type { Course } from './course.ts';
import { baseLearningRate, Learner } from './learner.ts';
import { saveModel } from './modelFolder.ts';
import { Paused, type Breathe } from './pause.ts';
import { readRun, type Run } from './run.ts';
import { loadState, saveState, type RunState } from './state.ts';

/** How a run speaks with whoever started it. */
export interface TrainPort {
  /** Takes one line of JSON without its end; resolves when more may come. */
  send(line: string): Promise<void>;
  /** Called between examples, often. If it is time to let commands come in, resolves when they had their chance. */
  breathe(): Promise<void> | undefined;
  readonly isPauseWanted: boolean;
}

/** Trains a run folder from its start or its saved state. Throws UserError for what the person has to change. */
export async function train(folder: string, port: TrainPort): Promise<void> {
  const breathe = async (): Promise<void> => {
    const breath = port.breathe();
    if (breath) await breath;
    if (port.isPauseWanted) throw new Paused();
  };
  const state = await loadState(join(folder, runFiles.state));
  let training: Training | undefined;
  try {
    training = new Training(folder, await readRun(folder, breathe), state, port, breathe);
    await training.run();
  } catch (error) {
    if (!(error instanceof Paused)) throw error;
    // While the data is still being read there is nothing new to save.
    await training?.save();
    const step = training?.step ?? state?.step ?? 0;
    await port.send(JSON.stringify({ type: 'paused', step } satisfies TrainEvent));
  }
}

class Training {
  readonly #folder: string;
  readonly #run: Run;
  readonly #port: TrainPort;
  readonly #breathe: Breathe;
  readonly #learner: Learner;
  readonly #course: Course;
  #step: number;
  /** Metrics of the last step, as long as they are not sent: validation of the whole file may still be missing. */
  #pending: TrainMetrics | undefined;
  #tokens: number;
  readonly #events: string[];

  constructor(folder: string, run: Run, state: RunState | undefined, port: TrainPort, breathe: Breathe) {
    this.#folder = folder;
    this.#run = run;
    this.#port = port;
    this.#breathe = breathe;
    this.#learner = state ? new Learner(run.model.withWeights(state.values), state.squares) : new Learner(run.model);
    this.#course = run.begin(this.#learner);
    this.#step = state?.step ?? 0;
    this.#pending = state?.pending;
    this.#tokens = state?.tokens ?? 0;
    this.#events = [...(state?.events ?? [])];
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** To the end; rejects with Paused where that is asked for. */
  async run(): Promise<void> {
    const { settings, totalSteps } = this.#run;
    await this.#send({ type: 'started', total_steps: totalSteps, step: this.#step, hyperparameters: { ...settings } });
    for (const line of this.#events) if (this.#isToRepeat(line)) await this.#port.send(line);
    while (this.#step < totalSteps || this.#pending) await this.#advance();
    await saveModel(this.#path(runFiles.model), this.#learner.model);
    await this.#send({ type: 'succeeded', trained_tokens: this.#tokens });
  }

  async save(): Promise<void> {
    const { model, squares } = this.#learner;
    await saveState(this.#path(runFiles.state), {
      step: this.#step,
      pending: this.#pending,
      tokens: this.#tokens,
      events: this.#events,
      values: model.weights.values,
      squares,
    });
  }

  /** Not the checkpoints that were removed in the meantime. */
  #isToRepeat(line: string): boolean {
    const event = JSON.parse(line) as TrainEvent;
    return event.type !== 'checkpoint' || existsSync(this.#checkpointPath(event.step));
  }

  async #advance(): Promise<void> {
    this.#pending ??= await this.#trainStep();
    const metrics = { ...this.#pending, ...(await this.#course.validateWhole(this.#step, this.#breathe)) };
    this.#pending = undefined;
    const { totalSteps, stepsPerEpoch } = this.#run;
    await this.#record({ type: 'metrics', step: this.#step, total_steps: totalSteps, metrics });
    if (this.#step % stepsPerEpoch === 0) await this.#checkpoint(metrics);
  }

  /** One batch: measures, then updates. A pause in between leaves the weights as they were, and the step is done again. */
  async #trainStep(): Promise<TrainMetrics> {
    await this.#breathe();
    const { metrics, tokens } = await this.#course.learn(this.#step + 1, this.#breathe);
    this.#learner.update(baseLearningRate * this.#run.settings.learning_rate_multiplier);
    this.#step++;
    this.#tokens += tokens;
    return metrics;
  }

  /** The checkpoint's event belongs to the saved state, and is sent when that state is safe. */
  async #checkpoint(metrics: TrainMetrics): Promise<void> {
    const step = this.#step;
    const epoch = step / this.#run.stepsPerEpoch;
    const line = JSON.stringify({ type: 'checkpoint', step, epoch, metrics } satisfies TrainEvent);
    await saveModel(this.#checkpointPath(step), this.#learner.model);
    this.#events.push(line);
    await this.save();
    await this.#port.send(line);
  }

  async #record(event: TrainEvent): Promise<void> {
    const line = JSON.stringify(event);
    this.#events.push(line);
    await this.#port.send(line);
  }

  async #send(event: TrainEvent): Promise<void> {
    await this.#port.send(JSON.stringify(event));
  }

  #checkpointPath(step: number): string {
    return join(this.#path(runFiles.checkpoints), String(step));
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
