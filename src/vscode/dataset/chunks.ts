/** Bytes read at a stretch: some milliseconds. */
const chunkSize = 256 * 1024;

/** Bytes as a stream that lets other work of the extension host go on between two chunks. */
export async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkSize) {
    yield bytes.subarray(at, at + chunkSize);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
