/** Writing systems without spaces between words: each character is a piece. */
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]`;

const pieceForms = [
  ` ?${unspaced}`,
  ` ?(?:(?!${unspaced})[\\p{L}\\p{M}])+`,
  String.raw` ?\p{N}{1,3}`,
  String.raw` ?[^\s\p{L}\p{M}\p{N}]{1,8}`,
  String.raw`[\r\n]+`,
  String.raw`\s+?(?= \S)`,
  String.raw`\s+`,
];
const piecePattern = new RegExp(pieceForms.join('|'), 'gu');

/** Letters and digits with signs inside: codes, labels, dates, names of files. */
const compoundPattern = / ?[\p{L}\p{M}\p{N}]+(?:[-._/:@&+'’][\p{L}\p{M}\p{N}]+)+/gu;
/** In UTF-16 units. A longer compound is hardly a word. */
const longestCompound = 40;

/** Words with the space before them, numbers, signs and white space; together they are `text` again. */
export function splitPieces(text: string): readonly string[] {
  return text.match(piecePattern) ?? [];
}

/** Like the pieces, but `J45.909` or `billing_refund` is one. Each word is made of whole pieces. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let end = 0;
  for (const { 0: compound, index } of text.matchAll(compoundPattern)) {
    if (compound.length > longestCompound) continue;
    words.push(...splitPieces(text.slice(end, index)), compound);
    end = index + compound.length;
  }
  words.push(...splitPieces(text.slice(end)));
  return words;
}
