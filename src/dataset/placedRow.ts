import { Scanner, type ScanEvents } from './scanner.ts';
import type { Span } from './problems.ts';

/** Where a member of an object stands. */
interface MemberPlace {
  /** Key tokens with their quotes; more than one where the key stands twice. */
  readonly keys: Span[];
  /** Of the last of them. */
  value: Span;
}

interface ContainerPlace {
  readonly start: number;
  readonly members: Map<string, MemberPlace>;
  readonly items: Span[];
}

/** One level of nesting while a row is being read. */
interface Frame {
  readonly value: Record<string, unknown> | unknown[];
  readonly place: ContainerPlace;
  /** The member that waits for its value. */
  key: string;
}

/** A row's value together with the place of each of its parts. Only made for rows in which there is something to mark. */
export class PlacedRow {
  /** The row's value, equal to what JSON.parse makes of it. */
  readonly value: unknown;
  /** Later keys with the name of an earlier one in the same object. */
  readonly duplicateKeys: readonly Span[];
  readonly #places: ReadonlyMap<object, ContainerPlace>;

  constructor(value: unknown, places: ReadonlyMap<object, ContainerPlace>, duplicateKeys: readonly Span[]) {
    this.value = value;
    this.#places = places;
    this.duplicateKeys = duplicateKeys;
  }

  /** The opening bracket of an object or array of this row. */
  bracket(container: object): Span {
    const start = this.#places.get(container)?.start ?? 0;
    return { start, end: start + 1 };
  }

  /** The whole value of `container[key]`. A key that stands twice is the last of them. */
  valueOf(container: object, key: string | number): Span {
    const place = this.#places.get(container);
    const span = typeof key === 'number' ? place?.items[key] : place?.members.get(key)?.value;
    return span ?? this.bracket(container);
  }

  /** The key tokens named `key`, with their quotes; the one that counts is the last. */
  keysOf(container: object, key: string): readonly Span[] {
    return this.#places.get(container)?.members.get(key)?.keys ?? [this.bracket(container)];
  }
}

class Builder implements ScanEvents {
  root: unknown;
  readonly places = new Map<object, ContainerPlace>();
  readonly duplicateKeys: Span[] = [];
  readonly #frames: Frame[] = [];

  open(isObject: boolean, column: number): void {
    const value = isObject ? {} : [];
    const place: ContainerPlace = { start: column, members: new Map(), items: [] };
    this.places.set(value, place);
    this.#frames.push({ value, place, key: '' });
  }

  close(end: number): void {
    const frame = this.#frames.pop();
    if (frame) this.#put(frame.value, { start: frame.place.start, end });
  }

  key(line: string, start: number, end: number): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.key = textOf(line, start, end);
    const key = { start, end };
    const member = frame.place.members.get(frame.key);
    if (member) {
      member.keys.push(key);
      this.duplicateKeys.push(key);
    } else frame.place.members.set(frame.key, { keys: [key], value: key });
  }

  scalar(line: string, start: number, end: number): void {
    const value: unknown = line[start] === '"' ? textOf(line, start, end) : JSON.parse(line.slice(start, end));
    this.#put(value, { start, end });
  }

  #put(value: unknown, span: Span): void {
    const frame = this.#frames.at(-1);
    if (!frame) this.root = value;
    else if (Array.isArray(frame.value)) {
      frame.value.push(value);
      frame.place.items.push(span);
    } else {
      if (frame.key === '__proto__') {
        // As JSON.parse does: it is a key like any other.
        const property = { value, configurable: true, enumerable: true, writable: true };
        Object.defineProperty(frame.value, frame.key, property);
      } else frame.value[frame.key] = value;
      const member = frame.place.members.get(frame.key);
      if (member) member.value = span;
    }
  }
}

/** The text whose token, with its quotes, is at `start` to `end` (exclusive). */
export function textOf(line: string, start: number, end: number): string {
  const inner = line.slice(start + 1, end - 1);
  return inner.includes('\\') ? String(JSON.parse(line.slice(start, end))) : inner;
}

/** Reads `line`, which must be JSON, with the place of everything in it; undefined where it is not JSON. */
export function placeRow(line: string): PlacedRow | undefined {
  const builder = new Builder();
  const result = new Scanner(builder).feed(line);
  if (result.type !== 'complete' || result.comma !== undefined) return undefined;
  return new PlacedRow(builder.root, builder.places, builder.duplicateKeys);
}
