/** A stream that asks for a chunk when it is read, and never before; who leaves it early is told nothing more. */
export function streamOf(
  chunks: AsyncGenerator<Uint8Array<ArrayBuffer>, unknown>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isLeft = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (isLeft) return;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        isLeft = true;
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
