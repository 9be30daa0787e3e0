// What the text of an event log of 100,000 events costs the extension host; prints milliseconds as JSON.
//
//   node test/bench/eventLog.ts
//
// Each figure is the median of several rounds. What VS Code does with the text is not in it.
import type { JobEvent } from '../../src/jobs/api.ts';
import { epochSpans } from '../../src/jobs/eventLog/epochs.ts';
import { EventText } from '../../src/jobs/eventLog/eventText.ts';
import { median } from './measure.ts';

const count = 100_000;
const rounds = 9;

const anEvent = (step: number): JobEvent => ({
  id: `ftevent-${step}`,
  createdAt: Date.UTC(2026, 0, 1) + step * 1000,
  level: 'info',
  message: `Step ${step}/${count}: training loss=${(2 / Math.sqrt(step)).toFixed(4)}`,
  type: 'metrics',
  data: { step, total_steps: count },
});

const figures = new Map<string, number[]>();

function timed(what: string, work: () => void): void {
  const start = performance.now();
  work();
  figures.set(what, [...(figures.get(what) ?? []), performance.now() - start]);
}

/** Has the text take the events; gives the longest stretch without a pause. */
function update(text: EventText, events: readonly JobEvent[]): number {
  let longest = 0;
  for (const work = text.update(events); ;) {
    const start = performance.now();
    const { done } = work.next();
    longest = Math.max(longest, performance.now() - start);
    if (done) return longest;
  }
}

for (let round = 0; round < rounds; round++) {
  const events = Array.from({ length: count }, (_, i) => anEvent(i + 1));
  const text = new EventText();
  let longest = 0;
  timed('all events written', () => (longest = update(text, events)));
  figures.set('longest stretch of that', [...(figures.get('longest stretch of that') ?? []), longest]);
  text.bytes();
  timed('one event more, read whole', () => {
    update(text, [...events, anEvent(count + 1)]);
    text.bytes();
  });
  timed('epochs found', () => epochSpans(events, 3));
}
console.log(
  JSON.stringify(Object.fromEntries(Array.from(figures, ([what, times]) => [what, Number(median(times).toFixed(1))]))),
);
