import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** A longer line, in UTF-16 units, is cut into pieces: an engine that never ends a line must not fill the memory. */
const maxLineLength = 16 * 1024 * 1024;

/**
 * Tells each line of a stream, without its LF. (node:readline also splits at U+2028 and U+2029, which may stand in JSON.)
 * A last line without LF is told when the stream ends.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) {
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
