/** Bytes that mean something in JSON. */
export const lineFeed: u8 = 0x0a;
export const carriageReturn: u8 = 0x0d;
export const quote: u8 = 0x22;
export const comma: u8 = 0x2c;
export const colon: u8 = 0x3a;
export const bracket: u8 = 0x5b;
export const backslash: u8 = 0x5c;
export const closingBracket: u8 = 0x5d;
export const brace: u8 = 0x7b;

/** The first byte from `at` on that is no white space within a line. */
export function skipBlank(at: usize): usize {
  while (isBlank(load<u8>(at))) at++;
  return at;
}

function isBlank(byte: u8): bool {
  return byte === 0x20 || byte === 0x09 || byte === carriageReturn;
}

/** What stands at `at` ends a line. */
export function endsLine(at: usize): bool {
  const byte = load<u8>(at);
  return byte === lineFeed || (byte === carriageReturn && load<u8>(at + 1) === lineFeed);
}
