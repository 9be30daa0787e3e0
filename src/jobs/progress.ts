import type { JobRecord } from './store.ts';

/** How far training is, from the newest event that tells a step. */
export interface Progress {
  /** 1-based. */
  readonly step: number;
  readonly totalSteps: number;
  /** Nats per token, of the newest step. */
  readonly trainLoss?: number;
}

/** Undefined until a first step was reported. */
export function progressOf(record: JobRecord): Progress | undefined {
  const event = record.events.findLast((candidate) => typeof candidate.data['step'] === 'number');
  const { step, total_steps: totalSteps, train_loss: trainLoss } = event?.data ?? {};
  if (typeof step !== 'number' || typeof totalSteps !== 'number' || totalSteps <= 0) return undefined;
  return { step, totalSteps, ...(typeof trainLoss === 'number' && { trainLoss }) };
}
