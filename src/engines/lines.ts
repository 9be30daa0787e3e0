/**
 * Lines of a byte stream, without their LF or CR LF; the last one may lack it. (node:readline also splits at U+2028 and
 * U+2029, which JSON allows inside strings.)
 */
export async function* readLines(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  for await (const part of stream) {
    let chunk = part as Buffer;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
      rest.push(chunk.subarray(0, end));
      yield lineOf(rest);
      rest = [];
      chunk = chunk.subarray(end + 1);
    }
    if (chunk.length > 0) rest.push(chunk);
  }
  if (rest.length > 0) yield lineOf(rest);
}

function lineOf(parts: readonly Buffer[]): string {
  const line = Buffer.concat(parts).toString('utf8');
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
