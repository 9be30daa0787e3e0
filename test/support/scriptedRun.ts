// A training run as a service would tell it, for charts and event logs: it learns, and then learns by heart.
import type { ScriptedService } from './scriptedService.ts';

/** Steps of the whole run, three epochs of 120. */
export const runSteps = 360;

const start = 1_770_000_000;

/** Numbers between -0.5 and 0.5 that look random and are the same each time. */
function wavering(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31 - 0.5;
}

interface Measured {
  readonly step: number;
  readonly train_loss: number;
  readonly train_mean_token_accuracy: number;
  readonly valid_loss?: number;
  readonly full_valid_loss?: number;
}

/** What is measured at each step. `scale` makes other runs of it. */
export function measuredRun(scale = 1, steps = runSteps): readonly Measured[] {
  const next = wavering(7);
  const round = (value: number): number => Number((scale * value).toFixed(4));
  return Array.from({ length: steps }, (_, i) => {
    const step = i + 1;
    const held = 0.62 + 1.4 * Math.exp(-step / 52) + 0.9 * Math.max(0, step / steps - 0.45) ** 1.5;
    const train = 0.24 + 1.9 * Math.exp(-step / 60);
    return {
      step,
      train_loss: round(train + 0.16 * next() * (0.4 + train / 2)),
      train_mean_token_accuracy: Number((1 - 0.55 * Math.exp(-step / 70) - 0.02 * (next() + 0.5)).toFixed(4)),
      ...(step % 6 === 0 && { valid_loss: round(held + 0.04 * next()) }),
      ...(step % 60 === 0 && { full_valid_loss: round(held) }),
    };
  });
}

/** A running job, launched elsewhere, that will tell of `measuredRun`. */
export function addRun({ state }: ScriptedService, id: string, fields: Readonly<Record<string, unknown>>): void {
  state.jobs.unshift({
    id,
    object: 'fine_tuning.job',
    created_at: start,
    model: 'gpt-4.1-mini-2025-04-14',
    status: 'running',
    method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 3, batch_size: 2 } } },
    ...fields,
  });
  state.addEvent(id, { id: `${id}-0`, created_at: start, level: 'info', message: `Created fine-tuning job: ${id}` });
}

/** Has the job told of its steps up to this one; a checkpoint is made after each epoch. */
export function tellRun({ state }: ScriptedService, id: string, upTo: number, scale = 1): void {
  const told = (state.events.get(id) ?? []).filter(({ type }) => type === 'metrics').length;
  for (const measured of measuredRun(scale).slice(told, upTo)) {
    const { step, train_loss: loss } = measured;
    const created_at = start + 10 + step;
    const isOdd = loss > scale * 2.05;
    state.addEvent(id, {
      id: `${id}-${step}`,
      created_at,
      level: 'info',
      message: `Step ${step}/${runSteps}: training loss=${loss.toFixed(4)}`,
      type: 'metrics',
      data: { ...measured, total_steps: runSteps },
    });
    if (isOdd) {
      const message = `The loss of step ${step} is far above that of the steps before.`;
      state.addEvent(id, { id: `${id}-odd-${step}`, created_at, level: 'warn', message, type: 'message' });
    }
    if (step % (runSteps / 3) > 0) continue;
    const model = `ft:gpt-4.1-mini:acme:codes:ckpt-step-${step}`;
    const message = `Checkpoint created at step ${step} with Snapshot ID: ${model}`;
    state.addEvent(id, { id: `${id}-ckpt-${step}`, created_at, level: 'info', message, type: 'message' });
    const checkpoint = {
      id: `ftckpt-${step}`,
      created_at,
      step_number: step,
      fine_tuned_model_checkpoint: model,
      metrics: { step, full_valid_loss: measured.full_valid_loss },
    };
    state.checkpoints.set(id, [...(state.checkpoints.get(id) ?? []), checkpoint]);
  }
}

/**
 * Ends the job; what it learned is told by its result files alone, one of training, in base64 as OpenAI sends it, with an
 * empty cell, and a plain one of validation.
 */
export function endWithResultFiles({ state }: ScriptedService, id: string, scale: number, steps: number): void {
  const run = measuredRun(scale, steps);
  const file = (name: string, content: Buffer): string => {
    state.files.set(name, { id: name, object: 'file', filename: `${name}.csv`, looks: 0, content });
    return name;
  };
  // One step that the service lost.
  const training = run.map(({ step, train_loss: loss }) => `${step},${step === 100 ? '' : loss}`);
  const validation = run.flatMap(({ step, valid_loss: loss }) => (loss === undefined ? [] : [`${step},${loss}`]));
  const base64 = Buffer.from(['step,train_loss', ...training].join('\n')).toString('base64');
  const files = [
    file('file-training', Buffer.from(base64)),
    file('file-validation', Buffer.from(['step,valid_loss', ...validation].join('\n'))),
  ];
  const created = Number(state.jobs.find((job) => job['id'] === id)?.['created_at']);
  state.setJob(id, { status: 'succeeded', result_files: files, finished_at: created + 900 });
}
