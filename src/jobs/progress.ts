import type { JobEvent } from './api.ts';
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
export function progressOf({ events, progress: told }: Pick<JobRecord, 'events' | 'progress'>): Progress | undefined {
  const own = ofEvents(events);
  return told && told.step > (own?.step ?? 0) ? told : own;
}

function ofEvents(events: readonly JobEvent[]): Progress | undefined {
  const event = events.findLast((candidate) => typeof candidate.data['step'] === 'number');
  const { step, total_steps: totalSteps, train_loss: trainLoss } = event?.data ?? {};
  if (typeof step !== 'number' || typeof totalSteps !== 'number' || totalSteps <= 0) return undefined;
  return { step, totalSteps, ...(typeof trainLoss === 'number' && { trainLoss }) };
}
