// The tokens of an encoding, packed: in the order of their ranks, the length of each in one byte before its bytes. The
// rank tables come from gpt-tokenizer; the builds put them beside the worker, tests use them as they are.
const encoder = new TextEncoder();

/**
 * @param {'o200k_base' | 'cl100k_base'} encoding
 * @returns {Promise<Uint8Array>}
 */
export async function packRanks(encoding) {
  const { default: ranks } = await import(`gpt-tokenizer/bpeRanks/${encoding}`);
  const tokens = ranks.map((token) => (typeof token === 'string' ? encoder.encode(token) : token));
  const packed = new Uint8Array(tokens.reduce((size, { length }) => size + 1 + length, 0));
  let at = 0;
  for (const token of tokens) {
    packed[at++] = token.length;
    packed.set(token, at);
    at += token.length;
  }
  return packed;
}
