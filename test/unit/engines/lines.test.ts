import assert from 'node:assert/strict';
import { readLines } from '../../../src/engines/lines.ts';

async function linesOf(...parts: string[]): Promise<string[]> {
  const lines: string[] = [];
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for (const part of parts) yield Buffer.from(part, 'latin1');
  };
  for await (const line of readLines(bytes())) lines.push(line);
  return lines;
}

describe('lines of a stream', () => {
  const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
  const cases: [name: string, parts: string[], lines: string[]][] = [
    ['end with LF or CR LF', ['a\nb\r\nc\n'], ['a', 'b', 'c']],
    ['may lack the last end', ['a\nb'], ['a', 'b']],
    ['may come in pieces', ['a', 'b\nc', '', 'd\n\n'], ['ab', 'cd', '']],
    ['do not end at U+2028', [utf8('a\u2028b\n')], ['a\u2028b']],
    ['may be cut inside a character', [utf8('é').slice(0, 1), `${utf8('é').slice(1)}\n`], ['é']],
    ['are none in nothing', [], []],
  ];
  for (const [name, parts, lines] of cases) {
    it(name, async () => assert.deepEqual(await linesOf(...parts), lines));
  }
});
