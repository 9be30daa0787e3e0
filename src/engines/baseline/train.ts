import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles, type TrainEvent, type TrainMetrics } from '../engine.ts';
import type { Example } from './dataset.ts';
import { baseLearningRate, Learner } from './learner.ts';
import { LanguageModel } from './model.ts';
import { saveModel } from './modelFolder.ts';
import { readRun, type Run } from './run.ts';
import { loadState, saveState } from './state.ts';
import { Tally } from './tally.ts';
import { Weights } from './weights.ts';

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
  const run = await readRun(folder);
  await new Training(folder, run, port).run();
}

/** Thrown where a pause was asked for; the weights are those after the last whole step. */
class Paused extends Error {}

class Training {
  readonly #folder: string;
  readonly #run: Run;
  readonly #port: TrainPort;
  #learner: Learner;
  #step = 0;
  /** Metrics of the last step, as long as they are not sent: validation of the epoch may still be missing. */
  #pending: TrainMetrics | undefined;
  #events: string[] = [];

  constructor(folder: string, run: Run, port: TrainPort) {
    this.#folder = folder;
    this.#run = run;
    this.#port = port;
    this.#learner = new Learner(run.model);
  }

  async run(): Promise<void> {
    await this.#restore();
    try {
      while (this.#step < this.#run.batches.totalSteps || this.#pending) await this.#advance();
    } catch (error) {
      if (!(error instanceof Paused)) throw error;
      await this.#save();
      await this.#send({ type: 'paused', step: this.#step });
      return;
    }
    await saveModel(this.#path(runFiles.model), this.#learner.model);
    await this.#send({ type: 'succeeded', trained_tokens: this.#run.trainedTokens });
  }

  async #restore(): Promise<void> {
    const { settings, batches, model } = this.#run;
    const { totalSteps } = batches;
    const state = await loadState(this.#path(runFiles.state));
    if (state) {
      const weights = new Weights(model.weights.bits, state.values);
      this.#learner = new Learner(new LanguageModel(model.vocabulary, model.rarity, weights), state.squares);
      this.#step = state.step;
      this.#pending = state.pending;
      this.#events = [...state.events];
    }
    await this.#send({ type: 'started', total_steps: totalSteps, step: this.#step, hyperparameters: settings });
    for (const line of this.#events) if (this.#isToRepeat(line)) await this.#port.send(line);
  }

  /** Not the checkpoints that were removed in the meantime. */
  #isToRepeat(line: string): boolean {
    const event = JSON.parse(line) as TrainEvent;
    return event.type !== 'checkpoint' || existsSync(this.#checkpointPath(event.step));
  }

  async #advance(): Promise<void> {
    const { batches } = this.#run;
    this.#pending ??= await this.#trainStep();
    const isEpochEnd = batches.isEpochEnd(this.#step);
    const metrics = isEpochEnd ? { ...this.#pending, ...(await this.#validateWhole()) } : this.#pending;
    this.#pending = undefined;
    await this.#record({ type: 'metrics', step: this.#step, total_steps: batches.totalSteps, metrics });
    if (isEpochEnd) await this.#checkpoint(metrics);
  }

  /** One batch: measures, then updates. A pause in between leaves the weights as they were, and the step is done again. */
  async #trainStep(): Promise<TrainMetrics> {
    await this.#breathe();
    const { batches, settings } = this.#run;
    const step = this.#step + 1;
    const tally = new Tally();
    for (const example of batches.training(step)) {
      for (const answer of example) tally.add(this.#learner.accumulate(answer, 1));
      await this.#breathe();
    }
    const validation = await this.#measure(batches.validation(step));
    this.#learner.update(baseLearningRate * settings.learning_rate_multiplier);
    this.#step = step;
    const metrics = { train_loss: tally.loss, train_mean_token_accuracy: tally.accuracy };
    if (!validation) return metrics;
    return { ...metrics, valid_loss: validation.loss, valid_mean_token_accuracy: validation.accuracy };
  }

  async #validateWhole(): Promise<Partial<TrainMetrics>> {
    const tally = await this.#measure(this.#run.validation);
    return tally ? { full_valid_loss: tally.loss, full_valid_mean_token_accuracy: tally.accuracy } : {};
  }

  /** Undefined for no examples. */
  async #measure(examples: readonly Example[]): Promise<Tally | undefined> {
    if (examples.length === 0) return undefined;
    const tally = new Tally();
    for (const example of examples) {
      for (const answer of example) tally.add(this.#learner.score(answer));
      await this.#breathe();
    }
    return tally;
  }

  /** The checkpoint's event belongs to the saved state, and is sent when that state is safe. */
  async #checkpoint(metrics: TrainMetrics): Promise<void> {
    const step = this.#step;
    const epoch = step / this.#run.batches.stepsPerEpoch;
    const line = JSON.stringify({ type: 'checkpoint', step, epoch, metrics } satisfies TrainEvent);
    await saveModel(this.#checkpointPath(step), this.#learner.model);
    this.#events.push(line);
    await this.#save();
    await this.#port.send(line);
  }

  async #save(): Promise<void> {
    const { model, squares } = this.#learner;
    await saveState(this.#path(runFiles.state), {
      step: this.#step,
      pending: this.#pending,
      events: this.#events,
      values: model.weights.values,
      squares,
    });
  }

  async #record(event: TrainEvent): Promise<void> {
    const line = JSON.stringify(event);
    this.#events.push(line);
    await this.#port.send(line);
  }

  async #send(event: TrainEvent): Promise<void> {
    await this.#port.send(JSON.stringify(event));
  }

  async #breathe(): Promise<void> {
    const breath = this.#port.breathe();
    if (breath) await breath;
    if (this.#port.isPauseWanted) throw new Paused();
  }

  #checkpointPath(step: number): string {
    return join(this.#path(runFiles.checkpoints), String(step));
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
