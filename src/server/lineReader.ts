import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * Tells each line of a stream, without its LF. (node:readline also splits at U+2028 and U+2029, which may stand in JSON.)
 * A last line without LF is told when the stream ends. A line of more than `maxLength` UTF-16 units is told in pieces, the
 * first of them longer than that: an engine that never ends a line must not fill the memory.
 */
export function readLines(stream: Readable, maxLength: number, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLength) {
      lines.push(rest);
      rest = '';
    }
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    rest += decoder.end();
    if (rest !== '') onLine(rest);
  });
}
