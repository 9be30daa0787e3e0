import fc from 'fast-check';

const surrogates = { first: 0xd800, count: 0x800 };

/**
 * Any character of Unicode, for `fc.string({ unit: anyCharacter })`: the same as fast-check's own unit `binary`, which takes
 * a second to fill a table of all 1.1 million of them.
 */
export const anyCharacter = fc.nat(0x10ffff - surrogates.count).map(characterAt, (character) => {
  const point = typeof character === 'string' ? (character.codePointAt(0) ?? 0) : 0;
  const index = point < surrogates.first ? point : point - surrogates.count;
  if (character !== characterAt(index)) throw new Error('This is not one character.');
  return index;
});

function characterAt(index: number): string {
  return String.fromCodePoint(index < surrogates.first ? index : index + surrogates.count);
}
