import type { Job, JobEvent } from '../api.ts';

/** Events of one epoch that stand together; what is told between two epochs (checkpoints) is part of neither. */
export interface EpochSpan {
  /** 1-based. */
  readonly epoch: number;
  /** Indices of its first and last event, from 0. */
  readonly first: number;
  readonly last: number;
}

/** The epochs that the events tell of, in the order of the events. Epochs of one event are there too. */
export function epochSpans(events: readonly JobEvent[], epochs: number | undefined): readonly EpochSpan[] {
  const spans: { readonly epoch: number; readonly first: number; last: number }[] = [];
  for (let i = 0; i < events.length; i++) {
    const event = events[i];
    const epoch = event && epochOf(event, epochs);
    if (epoch === undefined) continue;
    const open = spans.at(-1);
    if (open?.epoch === epoch) open.last = i;
    else spans.push({ epoch, first: i, last: i });
  }
  return spans;
}

/** How many epochs the job trains; undefined while that is "auto", or unknown. */
export function epochCount({ method }: Job): number | undefined {
  const count = method?.hyperparameters['n_epochs'];
  return typeof count === 'number' && count > 0 ? count : undefined;
}

/** Some services say it, whole or as a fraction of what is done; with others it follows from the step. */
function epochOf({ data, message }: JobEvent, epochs: number | undefined): number | undefined {
  const { epoch } = data;
  if (typeof epoch === 'number' && Number.isFinite(epoch)) return Math.max(1, Math.ceil(epoch));
  if (epochs === undefined) return undefined;
  // Reading the words takes much longer than looking at the data.
  const [step, total] = typeof data['step'] === 'number' ? [data['step'], data['total_steps']] : toldSteps(message);
  if (typeof step !== 'number' || typeof total !== 'number') return undefined;
  // As many steps an epoch.
  return step >= 1 && step <= total ? Math.ceil((step * epochs) / total) : undefined;
}

/** `Step 3/60: training loss=0.4`. */
function toldSteps(message: string): readonly number[] {
  return /^Step (\d+)\/(\d+)/.exec(message)?.slice(1).map(Number) ?? [];
}
