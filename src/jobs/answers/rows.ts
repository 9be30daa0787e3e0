import { ByteLines } from '../../dataset/lines.ts';

/** The lines of a file as it is read; of its memory no more is taken than a chunk and the longest line. */
export async function* rowsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  const ready: string[] = [];
  const lines = new ByteLines({
    readLine: (bytes, from, to) => ready.push(decoder.decode(bytes.subarray(from, to))),
  });
  for await (const chunk of chunks) {
    lines.push(chunk);
    yield* ready.splice(0);
  }
  lines.end();
  yield* ready.splice(0);
  return undefined;
}
