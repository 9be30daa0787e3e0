/** A short text for a long one (FNV-1a, 52 bits, hexadecimal), for names; not where somebody could gain from two that are alike. */
export function shortHash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193) >>> 0;
    high = Math.imul(high ^ unit ^ (low >>> 16), 0x01000193) >>> 0;
  }
  return (high & 0xfffff).toString(16).padStart(5, '0') + low.toString(16).padStart(8, '0');
}
