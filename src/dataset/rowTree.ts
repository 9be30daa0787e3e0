import type { Span } from './problems.ts';
import { isBlankCode, skipBlank } from './scanner.ts';

/** A value of a row with its place. What a half-typed row leaves open ends where the row does. */
export type RowNode = RowObject | RowArray | RowScalar;
export type RowContainer = RowObject | RowArray;

export interface RowObject extends Span {
  readonly type: 'object';
  readonly isClosed: boolean;
  readonly members: readonly RowMember[];
}

export interface RowMember {
  readonly key: string;
  /** The key with its quotes. */
  readonly keySpan: Span;
  /** Undefined as long as none was typed. */
  readonly value: RowNode | undefined;
}

export interface RowArray extends Span {
  readonly type: 'array';
  readonly isClosed: boolean;
  readonly items: readonly RowNode[];
}

export interface RowScalar extends Span {
  readonly type: 'scalar';
  readonly isText: boolean;
  /** Without quotes and escapes; a number, a literal or anything else as it stands. */
  readonly text: string;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type Frame =
  | { readonly node: Open<RowArray>; readonly items: RowNode[] }
  | { readonly node: Open<RowObject>; readonly members: Open<RowMember>[]; awaitsValue: boolean };

/** Closing quote of each opening one; the foreign ones stand in rows that were pasted from elsewhere. */
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
]);
const structure = '{}[]:,"';

/**
 * Reads a row however broken it is: a bracket, a quote, a comma or a colon may be missing. For showing and completing what
 * people type, never for judging it. Undefined for a blank row. Linear in the row, and nesting has no limit.
 */
export function readTree(row: string): RowNode | undefined {
  return new TreeReader(row).read();
}

class TreeReader {
  readonly #row: string;
  readonly #frames: Frame[] = [];
  /** Containers that are open, so that a bracket that closes nothing costs nothing. */
  readonly #openCounts = { object: 0, array: 0 };
  /** Closing quotes of which none is left in the row. */
  readonly #noQuotes = new Set<string>();
  #root: RowNode | undefined;

  constructor(row: string) {
    this.#row = row;
  }

  read(): RowNode | undefined {
    let at = skipBlank(this.#row, 0);
    while (at < this.#row.length) {
      at = skipBlank(this.#row, this.#token(at));
      if (this.#root && this.#frames.length === 0) break;
    }
    for (const { node } of this.#frames) node.end = this.#row.length;
    return this.#root;
  }

  /** Takes the token at `at` and returns the column after it. */
  #token(at: number): number {
    const c = this.#row.charAt(at);
    switch (c) {
      case '{':
      case '[':
        this.#open(c === '{', at);
        return at + 1;
      case '}':
      case ']':
        this.#close(c === '}' ? 'object' : 'array', at);
        return at + 1;
      case ',': {
        const frame = this.#frames.at(-1);
        if (frame && 'members' in frame) frame.awaitsValue = false;
        return at + 1;
      }
      case ':':
        return at + 1;
      default:
        return this.#scalar(at, quotes.get(c));
    }
  }

  #open(isObject: boolean, at: number): void {
    const place = { start: at, end: at + 1, isClosed: false };
    this.#openCounts[isObject ? 'object' : 'array']++;
    if (isObject) {
      const members: Open<RowMember>[] = [];
      const node: RowObject = { type: 'object', ...place, members };
      this.#put(node);
      this.#frames.push({ node, members, awaitsValue: false });
    } else {
      const items: RowNode[] = [];
      const node: RowArray = { type: 'array', ...place, items };
      this.#put(node);
      this.#frames.push({ node, items });
    }
  }

  /** Closes the innermost container of that type and what was left open in it; a bracket that closes nothing is passed over. */
  #close(type: RowContainer['type'], at: number): void {
    if (this.#openCounts[type] === 0) return;
    for (let frame = this.#frames.pop(); frame; frame = this.#frames.pop()) {
      const { node } = frame;
      this.#openCounts[node.type]--;
      node.isClosed = node.type === type;
      node.end = node.isClosed ? at + 1 : at;
      if (node.isClosed) return;
    }
  }

  #scalar(at: number, closing: string | undefined): number {
    const quoted = closing === undefined ? undefined : this.#quotedEnd(at, closing);
    // An apostrophe alone opens nothing; a double quote does, to the end of the row.
    const isText = closing !== undefined && (quoted !== undefined || closing === '"');
    const end = quoted ?? (isText ? this.#row.length : wordEnd(this.#row, at));
    const raw = this.#row.slice(at, end);
    const text = isText ? unquoted(raw, quoted !== undefined) : raw;
    this.#put({ type: 'scalar', start: at, end, isText, text });
    return end;
  }

  /** Column after the closing quote; undefined where there is none. */
  #quotedEnd(start: number, closing: string): number | undefined {
    const row = this.#row;
    if (this.#noQuotes.has(closing)) return undefined;
    for (let at = row.indexOf(closing, start + 1); at >= 0; at = row.indexOf(closing, at + 1)) {
      let escapes = 0;
      while (row.charAt(at - 1 - escapes) === '\\') escapes++;
      if (escapes % 2 === 0) return at + 1;
    }
    this.#noQuotes.add(closing);
    return undefined;
  }

  #put(node: RowNode): void {
    const frame = this.#frames.at(-1);
    if (!frame) this.#root ??= node;
    else if ('items' in frame) frame.items.push(node);
    else if (frame.awaitsValue) {
      const member = frame.members.at(-1);
      if (member) member.value = node;
      frame.awaitsValue = false;
    } else if (node.type === 'scalar') {
      frame.members.push({ key: node.text, keySpan: { start: node.start, end: node.end }, value: undefined });
      frame.awaitsValue = true;
    } else frame.members.push({ key: '', keySpan: { start: node.start, end: node.start }, value: node });
  }
}

function wordEnd(row: string, start: number): number {
  let end = start + 1;
  while (end < row.length && !isBlankCode(row.charCodeAt(end)) && !structure.includes(row.charAt(end))) end++;
  return end;
}

function unquoted(raw: string, isClosed: boolean): string {
  const inner = raw.slice(1, isClosed ? -1 : undefined);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}

/** The value of `key` in `node`, if that is an object with such a key; the last of several counts. */
export function memberOf(node: RowNode | undefined, key: string): RowNode | undefined {
  return node?.type === 'object' ? node.members.findLast((member) => member.key === key)?.value : undefined;
}

/** The elements of an array; none of anything else. */
export function itemsOf(node: RowNode | undefined): readonly RowNode[] {
  return node?.type === 'array' ? node.items : [];
}

/** The text of a string; undefined for anything else. */
export function textOf(node: RowNode | undefined): string | undefined {
  return node?.type === 'scalar' && node.isText ? node.text : undefined;
}
