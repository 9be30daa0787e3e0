/** Spreads the bits of a 32-bit number, so that neighbours end far apart (the finalizer of MurmurHash3). */
export function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** A 32-bit hash of two, where the order matters. */
export function combine(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) + second);
}

/** A 32-bit hash of the UTF-16 units of `text`; different for each `kind`. */
export function hashText(text: string, kind: number): number {
  let bits = 0x811c9dc5 ^ Math.imul(kind + 1, 0x9e3779b1);
  for (let index = 0; index < text.length; index++) bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  return mix(bits);
}
