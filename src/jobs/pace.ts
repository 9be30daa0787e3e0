/** How often services are asked. All times are milliseconds. */

import type { Connection } from './connections.ts';
import { isLoopback } from './connectionSettings.ts';

/** A service on this machine costs nothing to ask; others count requests. */
export type Distance = 'loopback' | 'remote';

export function distanceOf({ kind, host }: Pick<Connection, 'kind' | 'host'>): Distance {
  return kind === 'local' || isLoopback(host.replace(/:\d+$/, '')) ? 'loopback' : 'remote';
}

interface Pace {
  /** Between two looks at a job right after something has happened to it. */
  readonly fastest: number;
  /** Between two looks at a job to which nothing has happened for long. */
  readonly slowest: number;
  /** Between two lists while somebody looks and nothing is active: jobs started elsewhere appear. */
  readonly watched: number;
  /** A view that is opened shows what was found so long ago, by whichever window, without asking again. */
  readonly fresh: number;
  /** Between two looks at what the window that asks the service has found. */
  readonly following: number;
  /** Between two pages of the history of a job that somebody wants to see. */
  readonly history: number;
}

export const paces: Readonly<Record<Distance, Pace>> = {
  loopback: { fastest: 1000, slowest: 1000, watched: 5000, fresh: 1000, following: 1000, history: 200 },
  remote: { fastest: 2000, slowest: 60_000, watched: 300_000, fresh: 30_000, following: 5000, history: 2000 },
};

/** Time until the next look at a job to which nothing has happened for so long: a third of it, so that a change is never seen much later than it matters. */
export function lookDelay(quiet: number, { fastest, slowest }: Pace): number {
  return Math.min(Math.max(quiet / 3, fastest), slowest);
}

/** First and longest wait after failures; doubled each time, less up to a quarter by chance, so that not all come at once. */
export const retryDelays = { first: 1000, longest: 60_000, jitter: 0.25 };

/** `failures` counts from 1; a service that answers and has nothing to tell may be asked more seldom: `longest`. */
export function retryDelay(failures: number, longest: number, random: () => number): number {
  const { first, jitter } = retryDelays;
  const delay = Math.min(first * 2 ** (failures - 1), Math.max(longest, retryDelays.longest));
  return delay * (1 - jitter * random());
}
