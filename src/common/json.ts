export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a member that is there and not null. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
