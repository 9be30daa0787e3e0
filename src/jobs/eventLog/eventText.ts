import type { JobEvent } from '../api.ts';

/** Spaces before the second and later lines of an event. */
const indent = '    ';

/** A line break in any of its forms; VS Code asks what to do about the last two. */
const lineBreaks = /\r\n|[\n\r\u2028\u2029]/g;

/** Characters that no text has: with a NUL a file is taken for no text at all. */
// oxlint-disable-next-line no-control-regex -- the very characters
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** Most messages need no mending, and this is quicker to find out. */
// oxlint-disable-next-line no-control-regex -- the very characters
const isOdd = /[\u0000-\u0008\u000A-\u001F\u007F\u2028\u2029]|\s$/;

const mended = (message: string): string =>
  isOdd.test(message) ? message.trimEnd().replace(lineBreaks, `\n${indent}`).replace(controls, '\uFFFD') : message;

/** `2026-11-20 09:15:02Z`; `?` for what is no time. */
function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '?' : `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** They take a millisecond to write. */
const eventsPerChunk = 500;

const encoder = new TextEncoder();

/** Some events of the log, encoded. */
interface Chunk {
  /** How many events there are up to its end. */
  readonly end: number;
  readonly bytes: Uint8Array;
}

/**
 * The text of a job's event log, as UTF-8, oldest event first: `2026-11-20 09:15:02Z [info] Step 1/60: training loss=2.31`,
 * in UTC, then the level, then the service's words. It grows with the events: what was there before is not written again.
 */
export class EventText {
  #events: readonly JobEvent[] = [];
  #chunks: Chunk[] = [];
  /** The line after each event, from 0. */
  #nextLines: number[] = [];

  /**
   * Takes the events as they are now, in their order. In steps, since there may be a hundred thousand; it has to be done
   * whole before it is asked for anything, or begun again. True where something has changed.
   */
  *update(events: readonly JobEvent[]): Generator<void, boolean, void> {
    const before = this.#events;
    let kept = 0;
    while (kept < before.length && before[kept] === events[kept]) kept++;
    this.#events = events;
    if (kept === before.length && kept === events.length) return false;
    // Of an event that comes late, all that follows it is written anew.
    while ((this.#chunks.at(-1)?.end ?? 0) > kept) this.#chunks.pop();
    this.#nextLines.length = this.#chunks.at(-1)?.end ?? 0;
    for (let start = this.#nextLines.length; start < events.length; start += eventsPerChunk) {
      const lines = events.slice(start, start + eventsPerChunk).map((event) => this.#write(event));
      this.#chunks.push({ end: start + lines.length, bytes: encoder.encode(lines.join('')) });
      yield;
    }
    return true;
  }

  get events(): readonly JobEvent[] {
    return this.#events;
  }

  /** UTF-8. */
  bytes(): Uint8Array {
    if (this.#chunks.length > 1) {
      const bytes = joined(this.#chunks.map((chunk) => chunk.bytes));
      this.#chunks = [{ end: this.#events.length, bytes }];
    }
    return this.#chunks[0]?.bytes ?? new Uint8Array();
  }

  /** The lines of an event by its index among the events, all from 0. */
  linesOf(index: number): { readonly first: number; readonly last: number } {
    const first = this.#nextLines[index - 1] ?? 0;
    return { first, last: Math.max(first, (this.#nextLines[index] ?? 0) - 1) };
  }

  /** The lines of an event, and a note of where they end. */
  #write({ createdAt, level, message }: JobEvent): string {
    const words = mended(message);
    const lines = words.includes('\n') ? words.split('\n').length : 1;
    this.#nextLines.push((this.#nextLines.at(-1) ?? 0) + lines);
    return `${timeText(createdAt)} [${level === 'warn' ? 'warning' : level}] ${words}\n`;
  }
}

/** One after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
