/** Kinds of images that services take (OpenAI vision fine-tuning guide), by the bytes their files start with. */
const signatures: readonly (readonly [type: string, at: number, bytes: readonly number[]])[] = [
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47]],
  // RIFF, four bytes of length, WEBP.
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
];
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Bytes put into one piece of text; a multiple of three. */
const piece = 3 << 12;

/** An image as a data URL; undefined for a file of another kind. */
export function imageDataUrl(bytes: Uint8Array): string | undefined {
  const kind = signatures.find(([, at, start]) => start.every((byte, index) => bytes[at + index] === byte));
  if (!kind) return undefined;
  const parts = [`data:${kind[0]};base64,`];
  for (let at = 0; at < bytes.length; at += piece) parts.push(base64(bytes.subarray(at, at + piece)));
  return parts.join('');
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3);
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet.charAt(bits >> 18) + alphabet.charAt((bits >> 12) & 63);
    text += second === undefined ? '=' : alphabet.charAt((bits >> 6) & 63);
    text += third === undefined ? '=' : alphabet.charAt(bits & 63);
  }
  return text;
}
