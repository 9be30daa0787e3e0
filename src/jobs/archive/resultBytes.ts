/** Bytes that are looked at to tell what a result file is. */
const headLength = 4096;

/**
 * A result file as CSV: as it is, or out of the base64 that OpenAI sends instead. What is neither stays as it is. Throws
 * where base64 ends in something else.
 */
export async function* resultBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  for (let length = 0; length < headLength;) {
    const { done, value } = await source.next();
    if (done) break;
    held.push(value);
    length += value.length;
  }
  const all = follow(held, source);
  yield* isPackedCsv(held.map(text).join('')) ? unpacked(all) : all;
}

async function* follow(held: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* held;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = '';
  for await (const chunk of chunks) {
    const known = left + text(chunk).replaceAll(/\s/g, '');
    const end = known.length - (known.length % 4);
    yield bytes(known.slice(0, end));
    left = known.slice(end);
  }
  if (left !== '') yield bytes(left);
}

/** True for the base64 of a table with a column `step`. */
function isPackedCsv(head: string): boolean {
  const plain = head.replaceAll(/\s/g, '');
  if (plain === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(plain)) return false;
  const [line = ''] = text(bytes(plain.slice(0, plain.length - (plain.length % 4)))).split(/[\r\n]/, 1);
  return /(^|[^\w])step($|[^\w])/.test(line);
}

const text = (chunk: Uint8Array): string => new TextDecoder('latin1').decode(chunk);
const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
