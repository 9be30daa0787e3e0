// The tokens of an encoding, packed: in the order of their ranks, the length of each in one byte before its bytes. The
// rank tables come from gpt-tokenizer; the builds put them beside the worker, tests use them as they are.
const encoder = new TextEncoder();

/**
 * @param {'o200k_base' | 'cl100k_base'} encoding
 * @returns {Promise<Uint8Array>}
 */
export async function packRanks(encoding) {
  const { default: ranks } = await import(`gpt-tokenizer/bpeRanks/${encoding}`);
  const packed = [];
  for (const token of ranks) {
    const bytes = typeof token === 'string' ? encoder.encode(token) : token;
    packed.push(bytes.length, ...bytes);
  }
  return Uint8Array.from(packed);
}
