import type { JobEvent, Page } from './api.ts';

/** Some events of a job, newest first and without a gap, as a service sent them. */
export interface EventPage extends Page<JobEvent> {
  /** Id of the event that they come right before; undefined for the newest. */
  readonly after?: string | undefined;
}

/** New events that belong together. */
interface Run {
  /** Index of the event that they come right before. */
  readonly at: number;
  /** Newest first. */
  readonly events: JobEvent[];
}

/**
 * The events of one job, put together from pages in any order. A job may make more of them between two looks than a page
 * holds: the newest are shown at once, and what lies between them and the known ones is a gap, to be filled later.
 */
export class EventHistory {
  #events: readonly JobEvent[] = [];
  #ids = new Set<string>();
  #gaps: readonly string[] = [];

  /** Oldest first: by time, and events of one moment as the service has them. Another array whenever there are more. */
  get events(): readonly JobEvent[] {
    return this.#events;
  }

  /** Id of an event right before which others are missing, to ask for a page of them; undefined where none is known to be. */
  get gap(): string | undefined {
    return this.#gaps.at(-1);
  }

  /** Takes in what is new of a page; each event is kept once. */
  add(page: EventPage): void {
    const last = page.items.at(-1);
    const isOpen = page.hasMore && last !== undefined && !this.#ids.has(last.id);
    if (this.#gaps.length > 0) {
      // The page tells what is right before each of its events but the last.
      const closed = new Set([page.after, ...page.items.slice(0, -1).map(({ id }) => id)]);
      this.#gaps = this.#gaps.filter((id) => !closed.has(id));
    }
    const runs = this.#newRuns(page);
    if (runs.length > 0) this.#events = inserted(this.#events, runs);
    if (isOpen) this.#gaps = [...this.#gaps, last.id];
  }

  /** From the end on. Where an event of the page is known, those after it in the page come before it. */
  #newRuns({ items, after }: EventPage): readonly Run[] {
    const runs: Run[] = [];
    let at = this.#events.length;
    const goTo = (id: string): void => {
      for (let index = at - 1; index >= 0; index--) {
        if (this.#events[index]?.id !== id) continue;
        at = index;
        return;
      }
    };
    if (after !== undefined) goTo(after);
    for (const event of items) {
      if (this.#ids.has(event.id)) {
        goTo(event.id);
        continue;
      }
      this.#ids.add(event.id);
      const run = runs.at(-1);
      if (run?.at === at) run.events.push(event);
      else runs.push({ at, events: [event] });
    }
    return runs;
  }
}

function inserted(known: readonly JobEvent[], runs: readonly Run[]): readonly JobEvent[] {
  const all = known.slice();
  let isOrdered = true;
  for (const run of runs) {
    const events = run.events.toReversed();
    all.splice(run.at, 0, ...events);
    isOrdered &&= isAscending(all, run.at - 1, run.at + events.length);
  }
  return isOrdered ? all : all.sort((a, b) => a.createdAt - b.createdAt);
}

function isAscending(events: readonly JobEvent[], first: number, last: number): boolean {
  for (let i = Math.max(first, 0) + 1; i <= last && i < events.length; i++) {
    if ((events[i]?.createdAt ?? 0) < (events[i - 1]?.createdAt ?? 0)) return false;
  }
  return true;
}

/**
 * The events that `after` has and `before` had not; all of them where the order of the known ones has changed. Both are
 * events of one history, so that the same event is the same object.
 */
export function addedEvents(before: readonly JobEvent[], after: readonly JobEvent[]): readonly JobEvent[] {
  // New ones at the end are the rule.
  if (after[before.length - 1] === before.at(-1)) return after.slice(before.length);
  let known = 0;
  const added = after.filter((event) => {
    const isKnown = event === before[known];
    if (isKnown) known++;
    return !isKnown;
  });
  return known === before.length ? added : after;
}
