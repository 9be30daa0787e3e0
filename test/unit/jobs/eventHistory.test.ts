import assert from 'node:assert/strict';
import type { JobEvent } from '../../../src/jobs/api.ts';
import { addedEvents, EventHistory } from '../../../src/jobs/eventHistory.ts';
import { anEvent } from '../../support/jobs.ts';
import { runs } from '../../support/runs.ts';
import { seeded } from '../../support/unreliable.ts';

const ids = (events: readonly JobEvent[]): string => events.map(({ id }) => id).join('');

/** A page of events with one-letter ids, newest first: 'cba'. */
const page = (letters: string, hasMore: boolean, after?: string) => ({
  items: Array.from(letters, (id) => anEvent(id)),
  hasMore,
  after,
});

function history(...pages: readonly ReturnType<typeof page>[]): EventHistory {
  const events = new EventHistory();
  for (const each of pages) events.add(each);
  return events;
}

describe('EventHistory', () => {
  it('keeps the order of the service for events of one moment', () => {
    assert.equal(ids(history(page('cba', false)).events), 'abc');
  });

  it('adds no event twice', () => {
    assert.equal(ids(history(page('ba', false), page('cba', false)).events), 'abc');
  });

  it('keeps the same list where nothing is new, so that nothing is redrawn', () => {
    const events = history(page('ba', false));
    const before = events.events;
    events.add(page('ba', false));
    assert.equal(events.events, before);
  });

  it('puts an event that arrives late in its place by time', () => {
    const events = new EventHistory();
    events.add({ items: [anEvent('c', { createdAt: 3 }), anEvent('a', { createdAt: 1 })], hasMore: false });
    events.add({ items: [anEvent('b', { createdAt: 2 })], hasMore: false });
    assert.equal(ids(events.events), 'abc');
  });

  it('puts an event that a later page has between two known ones there', () => {
    assert.equal(ids(history(page('ca', false), page('cba', false)).events), 'abc');
  });

  it('knows no gap where pages meet, or where the first page is all there is', () => {
    assert.equal(history(page('ba', false), page('dcb', true)).gap, undefined);
  });

  it('remembers a gap between the newest page and what is known, and fills it page by page', () => {
    const events = history(page('ba', false), page('ih', true));
    assert.equal(events.gap, 'h');
    events.add(page('gf', true, 'h'));
    assert.equal(ids(events.events), 'abfghi');
    assert.equal(events.gap, 'f');
    events.add(page('edcb', true, 'f'));
    assert.equal(ids(events.events), 'abcdefghi');
    assert.equal(events.gap, undefined);
  });

  it('fills several gaps, whichever page closes them', () => {
    const events = history(page('ba', false), page('fe', true), page('ji', true));
    assert.equal(events.gap, 'i');
    events.add(page('hgfedc', true, 'i'));
    assert.equal(ids(events.events), 'abcdefghij');
    assert.equal(events.gap, 'c');
    events.add(page('ba', false, 'c'));
    assert.equal(events.gap, undefined);
  });

  it('gives a gap up where a service sends the same page again, or none', () => {
    assert.equal(history(page('dc', true), page('dc', true, 'c')).gap, undefined);
    assert.equal(history(page('dc', true), page('', true, 'c')).gap, undefined);
  });

  it('has every event once and in order, whatever was asked for when', () => {
    for (let seed = 1; seed <= runs(5); seed++) {
      const random = seeded(seed);
      const all: JobEvent[] = [];
      const events = new EventHistory();
      const ask = (after?: string): void => {
        const newestFirst = all.toReversed();
        const start = newestFirst.findIndex(({ id }) => id === after) + 1;
        const size = 1 + Math.floor(random() * 8);
        const items = newestFirst.slice(start, start + size);
        events.add({ items, hasMore: start + size < all.length, after });
      };
      for (let step = 0; step < 40; step++) {
        const count = Math.floor(random() * 12);
        for (let i = 0; i < count; i++) all.push(anEvent(`${all.length}`, { createdAt: Math.floor(all.length / 7) }));
        ask(random() < 0.4 ? events.gap : undefined);
      }
      ask();
      for (let asked = 0; events.gap !== undefined; asked++) {
        assert.ok(asked < 1000, `seed ${seed} never ends`);
        ask(events.gap);
      }
      assert.deepEqual(
        events.events.map(({ id }) => id),
        all.map(({ id }) => id),
        `seed ${seed}`,
      );
    }
  });
});

describe('addedEvents', () => {
  it('gives what came at the end or between', () => {
    const [a, b, c, d] = [anEvent('a'), anEvent('b'), anEvent('c'), anEvent('d')];
    assert.equal(ids(addedEvents([], [a, b])), 'ab');
    assert.equal(ids(addedEvents([a, b], [a, b, c])), 'c');
    assert.equal(ids(addedEvents([a, d], [a, b, c, d])), 'bc');
    assert.equal(ids(addedEvents([a, c], [b, a, c, d])), 'bd');
    assert.equal(ids(addedEvents([a, b], [a, b])), '');
  });

  it('gives all where the order of the known ones has changed', () => {
    const [a, b] = [anEvent('a'), anEvent('b')];
    assert.equal(ids(addedEvents([a, b], [b, a])), 'ba');
  });
});
