import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textHash } from '../../../src/dataset/fingerprint.ts';
import { createRowProgram } from '../../../src/dataset/rowProgram.ts';
import { anyCharacter } from '../../support/anyCharacter.ts';
import { runs } from '../../support/runs.ts';

const path = 7;
const program = createRowProgram({ emptyListHash: 0, isObjectText: () => false });
assert(program, 'this machine cannot run the program');
const start = program.allocate(10_000);

/** What the program says of a text as JSON writes it, quotes included: its hash; undefined where it leaves it to others. */
function hashOf(json: string | Uint8Array): number | undefined {
  const bytes = typeof json === 'string' ? new TextEncoder().encode(json) : json;
  assert(program);
  new Uint8Array(program.memory.buffer).set(bytes, start);
  program.useChunk(start + bytes.length, bytes.length);
  const end = program.readText(start + 1, path);
  if (end === 0) return undefined;
  assert.equal(end, start + bytes.length - 1);
  return program.textHash();
}

/** The ways in which libraries write a text. */
const written: Readonly<Record<string, (text: string) => string>> = {
  'as it is': JSON.stringify,
  'in ASCII': (text) =>
    JSON.stringify(text).replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  'in ASCII with capitals': (text) =>
    JSON.stringify(text).replace(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  'with escaped slashes': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
};

const units = ['a', ' ', 'é', '€', '😀', '\n', '"', '\\', '/', '\u007f', '\u0000', '漢', 'b', 'c', '.'];
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...units), maxLength: 60 }),
  fc.string({ unit: anyCharacter, maxLength: 60 }),
);

describe('a text in bytes', () => {
  for (const [how, write] of Object.entries(written)) {
    it(`has the hash of the text, written ${how}`, () => {
      const property = fc.property(text, fc.nat(60), (text, more) => {
        const whole = `A${text}${'z'.repeat(more)}`;
        const hash = hashOf(write(whole));
        const isUsual = whole.isWellFormed() && !/[\u0085\u2028\u2029\ufffd]/.test(whole);
        if (hash !== undefined) assert.equal(hash, textHash(whole, path));
        else assert(!isUsual, JSON.stringify(whole));
      });
      // A slash may be escaped also where the end of a text counts.
      const examples: [string, number][] = [[`${'x'.repeat(30)}/`, 3]];
      fc.assert(property, { numRuns: runs(15), examples });
    });
  }

  const left: readonly (readonly [what: string, json: string | Uint8Array])[] = [
    ['empty', '""'],
    ['blank', '"   "'],
    ['of white space beyond ASCII', '"\u3000\u00a0"'],
    ['blank at its start, longer than is looked at', `"${' '.repeat(20)}a"`],
    ['with a control character', '"a\u0001"'],
    ['with a tab', '"aaaaaaaaaaaaaaaaaaaaaaaaa\ta"'],
    ['with an unknown escape', '"a\\x"'],
    ['with an escape of a letter', '"a\\u0041"'],
    ['with half a surrogate pair', '"a\\ud83d"'],
    ['with the second half first', '"a\\ude00\\ud83d"'],
    ['with half of a pair before a character', '"a\\ud83dé"'],
    ['with an escape of three digits', '"a\\u123"'],
    ['with a line separator', '"a\u2028"'],
    ['with a next-line character', '"a\u0085"'],
    ['with a damaged character', '"a\ufffd"'],
    ['without an end', '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['that ends in an escape', '"a\\'],
    ['with a byte that is not UTF-8', Uint8Array.of(0x22, 0x61, 0xff, 0x22)],
    ['with a character that is too long', Uint8Array.of(0x22, 0x61, 0xc0, 0x80, 0x22)],
    ['with three bytes where two would do', Uint8Array.of(0x22, 0x61, 0xe0, 0x81, 0x81, 0x22)],
    ['with four bytes where three would do', Uint8Array.of(0x22, 0x61, 0xf0, 0x82, 0x82, 0xac, 0x22)],
    ['with half a pair in UTF-8', Uint8Array.of(0x22, 0x61, 0xed, 0xa0, 0x80, 0x22)],
    ['beyond Unicode', Uint8Array.of(0x22, 0x61, 0xf4, 0x90, 0x80, 0x80, 0x22)],
    ['with a cut character', Uint8Array.of(0x22, 0x61, 0xe2, 0x82, 0x22)],
  ];
  for (const [what, json] of left) {
    it(`${what} is left to who reads the row`, () => assert.equal(hashOf(json), undefined));
  }

  it('differs from another one by its start, its end or its length', () => {
    const hashes = ['a', 'b'].flatMap((start) =>
      ['a', 'b'].flatMap((end) => [30, 31].map((length) => hashOf(`"${start}${'x'.repeat(length)}${end}"`))),
    );
    assert.equal(new Set(hashes).size, 8);
  });
});
