import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JobEvent } from '../../../../src/jobs/api.ts';
import { EventText } from '../../../../src/jobs/eventLog/eventText.ts';
import { anEvent } from '../../../support/jobs.ts';

/** Takes these events; whether anything changed. */
function update(text: EventText, events: readonly JobEvent[]): boolean {
  const work = text.update(events);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const textOf = (text: EventText): string => new TextDecoder().decode(text.bytes());

function written(...events: readonly JobEvent[]): string {
  const text = new EventText();
  update(text, events);
  return textOf(text);
}

const time = Date.UTC(2026, 10, 20, 9, 15, 2);

describe('The text of an event log', () => {
  it('has a line an event: when in UTC, how bad, and what', () => {
    const events = [
      anEvent('a', { createdAt: time, message: 'Step 1/60: training loss=2.31' }),
      anEvent('b', { createdAt: time + 61_000, level: 'warn', message: 'Low on memory' }),
      anEvent('c', { createdAt: time + 3_600_000, level: 'error', message: 'Größe überschritten' }),
    ];
    assert.equal(
      written(...events),
      '2026-11-20 09:15:02Z [info] Step 1/60: training loss=2.31\n' +
        '2026-11-20 09:16:03Z [warning] Low on memory\n' +
        '2026-11-20 10:15:02Z [error] Größe überschritten\n',
    );
  });

  it('indents what a service says in several lines, and has no character that makes an editor ask or refuse', () => {
    const message = 'one\r\ntwo\nthree\u2028four\u2029five\rsix \n\n';
    const [first, ...others] = written(anEvent('a', { message })).trimEnd().split('\n');
    assert.match(first ?? '', /\[info\] one$/);
    assert.deepEqual(others, ['    two', '    three', '    four', '    five', '    six']);
    assert.match(written(anEvent('a', { message: 'a\0b\u001B[31mc\td' })), /a\uFFFDb\uFFFD\[31mc\td\n$/);
  });

  it('says so where a service gives no time that there is', () => {
    assert.equal(written(anEvent('a', { createdAt: Number.NaN, message: 'x' })), '? [info] x\n');
  });

  const anyMessage = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '\r', '\u2028') });

  it('is the same whether the events came at once or bit by bit, in order or late', () => {
    const anyEvents = fc
      .array(fc.tuple(fc.nat(50), anyMessage), { maxLength: 60 })
      .map((all) => all.map(([createdAt, message], i) => anEvent(`e${i}`, { createdAt, message })));
    fc.assert(
      fc.property(anyEvents, fc.array(fc.nat(60), { maxLength: 5 }), (arriving, cuts) => {
        const text = new EventText();
        for (const cut of [...cuts.sort((a, b) => a - b), arriving.length]) {
          update(
            text,
            arriving.slice(0, cut).sort((a, b) => a.createdAt - b.createdAt),
          );
          // Some read in between, some do not.
          if (cut % 2) text.bytes();
        }
        const ordered = arriving.toSorted((a, b) => a.createdAt - b.createdAt);
        assert.equal(textOf(text), written(...ordered));
        const lines = textOf(text).split('\n');
        ordered.forEach(({ message }, i) => {
          const { first, last } = text.linesOf(i);
          assert.match(lines[first] ?? '', /^1970-01-01 00:00:00Z \[info\] /);
          assert.equal(lines.slice(first + 1, last + 1).filter((line) => !line.startsWith('    ')).length, 0, message);
          assert.equal(first, i === 0 ? 0 : text.linesOf(i - 1).last + 1);
        });
      }),
    );
  });

  it('tells whether anything is new', () => {
    const text = new EventText();
    const events = [anEvent('a')];
    assert.equal(update(text, events), true);
    assert.equal(update(text, [...events]), false);
    assert.equal(update(text, [...events, anEvent('b')]), true);
    assert.equal(update(text, []), true);
    assert.equal(textOf(text), '');
  });

  it('writes no event twice that was there before, and is not blocked for long by many', () => {
    let reads = 0;
    const counted = Array.from({ length: 10_000 }, (_, i) => {
      const event = anEvent(`e${i}`, { message: `Step ${i}` });
      return Object.defineProperty(event, 'message', { get: () => (reads++, `Step ${i}`) });
    });
    const text = new EventText();
    const work = text.update(counted.slice(0, 9_999));
    let most = 0;
    for (let before = reads; !work.next().done; before = reads) most = Math.max(most, reads - before);
    assert.ok(most <= 500, `${most} events at once`);
    assert.equal(reads, 9_999);
    update(text, counted);
    assert.equal(reads, 10_000);
    assert.equal(text.linesOf(9_999).last, 9_999);
  });
});
