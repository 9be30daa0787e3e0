import type { JobEvent, Page, PageOptions } from '../../src/jobs/api.ts';
import type { Clock } from '../../src/common/time.ts';
import { anEvent, FakeService } from './jobs.ts';

/** The events of a job, by number; metrics, but for the first. */
export function stepEvent(number: number, total: number): JobEvent {
  const metrics = { train_loss: 2 / (number + 1), train_mean_token_accuracy: 1 - 1 / (number + 2) };
  return anEvent(`ftevent-${String(number).padStart(24, '0')}`, {
    createdAt: number * 1000,
    message: `Step ${number}/${total}: training loss=${metrics.train_loss.toFixed(2)}`,
    ...(number > 0 && { type: 'metrics', data: { step: number, total_steps: total, ...metrics } }),
  });
}

/** A service whose jobs make an event a second from `start` on, up to `most`; nothing of them is stored. */
export class SteadyService extends FakeService {
  readonly #clock: Clock;
  readonly #start: number;
  readonly #most: number;

  constructor(clock: Clock, start: number, most = Number.POSITIVE_INFINITY) {
    super();
    this.#clock = clock;
    this.#start = start;
    this.#most = most;
  }

  override async listEvents(_: string, { after, limit = 20 }: PageOptions = {}): Promise<Page<JobEvent>> {
    this.requests.push('events');
    const made = Math.min(Math.floor((this.#clock.now() - this.#start) / 1000), this.#most);
    const end = after === undefined ? made : Number(after.split('-')[1]);
    const size = Math.max(Math.min(limit, end), 0);
    const items = Array.from({ length: size }, (__, i) => stepEvent(end - 1 - i, 100_000));
    return { items, hasMore: end > size };
  }
}
