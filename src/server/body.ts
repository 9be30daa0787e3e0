import { badRequest } from './errors.ts';

/** A JSON object of a request, with where it stands in it: `method.supervised`; '' for the whole body. */
export interface JsonObject {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The smallest value is not allowed itself. */
  readonly isExclusive?: boolean;
}

/** The whole body. Throws the real service's 400 where it is no object. */
export function readBody(body: unknown): JsonObject {
  return asObject(body ?? {}, '');
}

/** The object at `key`; undefined where it is absent or null. */
export function readObject(object: JsonObject, key: string): JsonObject | undefined {
  const value = object.fields[key];
  return value === undefined || value === null ? undefined : asObject(value, pathOf(object, key));
}

/** The string at `key`; undefined where it is absent or null. */
export function readString(object: JsonObject, key: string, length: Range = {}): string | undefined {
  const value = object.fields[key];
  if (value === undefined || value === null) return undefined;
  const path = pathOf(object, key);
  if (typeof value !== 'string') throw wrongType(path, 'a string', value);
  const { min = 0, max = Infinity } = length;
  if (value.length >= min && value.length <= max) return value;
  const message = `Invalid '${path}': expected ${min} to ${max} characters, but got ${value.length}.`;
  throw badRequest(message, path, value.length < min ? 'string_below_min_length' : 'string_above_max_length');
}

export function requireString(object: JsonObject, key: string): string {
  const value = readString(object, key);
  if (value) return value;
  const path = pathOf(object, key);
  throw badRequest(`Missing required parameter: '${path}'.`, path, 'missing_required_parameter');
}

export function readBoolean(object: JsonObject, key: string): boolean | undefined {
  const value = object.fields[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw wrongType(pathOf(object, key), 'a boolean', value);
  return value;
}

export function readInteger(object: JsonObject, key: string, range: Range = {}): number | undefined {
  return readNumber(object, key, range, 'an integer');
}

/** The number at `key`; undefined where it is absent or null. */
export function readNumber(
  object: JsonObject,
  key: string,
  range: Range = {},
  kind: 'a number' | 'an integer' = 'a number',
): number | undefined {
  const value = object.fields[key];
  if (value === undefined || value === null) return undefined;
  const path = pathOf(object, key);
  const isKind = kind === 'an integer' ? Number.isInteger(value) : Number.isFinite(value);
  if (!isKind) throw wrongType(path, kind, value);
  const number = value as number;
  const { min = -Infinity, max = Infinity, isExclusive = false } = range;
  if (number < min || (isExclusive && number === min)) {
    const message = `Invalid '${path}': expected a value ${isExclusive ? '>' : '>='} ${min}, but got ${number} instead.`;
    throw badRequest(message, path, 'number_below_min_value');
  }
  if (number > max) {
    const message = `Invalid '${path}': expected a value <= ${max}, but got ${number} instead.`;
    throw badRequest(message, path, 'number_above_max_value');
  }
  return number;
}

/** Throws for a key that is none of `known`: a misspelled one must not be ignored silently. */
export function refuseOtherKeys(object: JsonObject, known: readonly string[]): void {
  for (const key of Object.keys(object.fields)) {
    if (known.includes(key)) continue;
    const path = pathOf(object, key);
    throw badRequest(`Unknown parameter: '${path}'.`, path, 'unknown_parameter');
  }
}

export function pathOf(object: JsonObject, key: string): string {
  return object.path ? `${object.path}.${key}` : key;
}

export function wrongType(path: string, expected: string, value: unknown): Error {
  const message = `Invalid type for '${path}': expected ${expected}, but got ${typeName(value)} instead.`;
  return badRequest(message, path, 'invalid_type');
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A JSON value as an object that stands at `path`. */
export function asObject(value: unknown, path: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { path, fields: value as Record<string, unknown> };
  }
  if (path) throw wrongType(path, 'an object', value);
  throw badRequest('The request body must be a JSON object.', undefined, 'invalid_type');
}
