import { keysWritten } from './duplicateKeys.ts';
import { isObject, type JsonObject } from './formats.ts';
import { ValueLook } from './valueLook.ts';

const code = (character: string): number => character.charCodeAt(0);
const quote = code('"');
const backslash = code('\\');
const brace = code('{');
const bracket = code('[');
const closingBrace = code('}');
const closingBracket = code(']');
const lineFeed = 10;
const carriageReturn = 13;

/** Characters that are problems wherever they stand, or come from bytes that are not UTF-8. */
const problemCharacters = /[\u0085\u2028\u2029\ufffd]/;

/** An object of a row, read by itself. */
export interface RowPart {
  readonly value: JsonObject;
  readonly look: ValueLook;
}

/**
 * Reads an object, to which `path` leads. Undefined for one that has to be looked at with the whole row: where it is no
 * object, has a key twice, or characters in it that are a problem of their own.
 */
export function readPart(text: string, path?: number): RowPart | undefined {
  const value = problemCharacters.test(text) ? undefined : parsed(text);
  if (!isObject(value)) return undefined;
  const look = new ValueLook(value, path === undefined ? {} : { path });
  return look.isWellFormed && look.keys === keysWritten(text) ? { value, look } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever reads the row says what is wrong.
    return undefined;
  }
}

/** Where the object that starts at `from` ends, if it is one; -1 if it does not end in this line, or before `limit`. */
export function objectEnd(bytes: Uint8Array, from: number, limit: number): number {
  if (bytes[from] !== brace) return -1;
  let depth = 0;
  let isInText = false;
  for (let at = from; at < limit; at++) {
    const byte = bytes[at] as number;
    if (byte === quote) isInText = !isInText;
    else if (byte === lineFeed) return -1;
    else if (isInText) {
      if (byte === backslash) at++;
    } else if (byte === brace || byte === bracket) depth++;
    else if ((byte === closingBrace || byte === closingBracket) && --depth === 0) return at + 1;
  }
  return -1;
}

/** Where the line break is that follows on `from`; -1 if there is none before `limit`. */
export function lineEnd(bytes: Uint8Array, from: number, limit: number): number {
  // Of the bytes after `limit`, which may be many, none is to be looked at.
  const length = bytes.subarray(from, limit).indexOf(lineFeed);
  if (length < 0) return -1;
  const end = from + length;
  return bytes[end - 1] === carriageReturn ? end - 1 : end;
}
