/**
 * Tokens are pieces of words that the training answers use more than once, and bytes for everything else, so that there is
 * no text without a token. Tokens 0 to 255 are the bytes, 256 ends an answer, pieces follow.
 */
export const endToken = 256;
export const firstPiece = 257;

/** A piece that occurs once is spelled in bytes: that is what teaches the model how unknown words look. */
const leastCount = 2;
const mostPieces = 32_768;

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
const encoder = new TextEncoder();

/** Words with the space before them, numbers, signs and white space; together they are `text` again. */
export function splitPieces(text: string): readonly string[] {
  return text.match(piecePattern) ?? [];
}

/** What one job added. The first generation's `counts` start with the bytes and the end token, the others' hold pieces only. */
export interface Generation {
  readonly pieces: readonly string[];
  /** How often each token was seen; decides how short its way through the tree is. */
  readonly counts: readonly number[];
}

/** The tokens of a model, and how text becomes tokens and back. Grows by generations: a token keeps its number for ever. */
export class Vocabulary {
  readonly generations: readonly Generation[];
  readonly size: number;
  readonly #tokens = new Map<string, number>();
  readonly #bytes: Uint8Array[] = [];

  constructor(generations: readonly Generation[]) {
    this.generations = generations;
    for (let byte = 0; byte < 256; byte++) this.#bytes.push(Uint8Array.of(byte));
    this.#bytes.push(new Uint8Array(0));
    for (const piece of generations.flatMap((generation) => generation.pieces)) {
      this.#tokens.set(piece, this.#bytes.length);
      this.#bytes.push(encoder.encode(piece));
    }
    this.size = this.#bytes.length;
  }

  encode(text: string): number[] {
    const tokens: number[] = [];
    for (const piece of splitPieces(text)) {
      const token = this.#tokens.get(piece);
      if (token === undefined) for (const byte of encoder.encode(piece)) tokens.push(byte);
      else tokens.push(token);
    }
    return tokens;
  }

  /** UTF-8; a part of a character for a byte token, empty for the end token. */
  bytesOf(token: number): Uint8Array {
    return this.#bytes[token] as Uint8Array;
  }

  has(piece: string): boolean {
    return this.#tokens.has(piece);
  }
}

/** Counts the pieces of texts as they come. */
export class PieceCounter {
  readonly counts = new Map<string, number>();
  texts = 0;

  add(text: string): void {
    this.texts++;
    for (const piece of splitPieces(text)) this.counts.set(piece, (this.counts.get(piece) ?? 0) + 1);
  }
}

/** The vocabulary of the base model that has seen nothing: all bytes are alike, and an answer soon ends. */
export function untrainedVocabulary(): Vocabulary {
  const counts = Array.from({ length: firstPiece }, (_, token) => (token === endToken ? 16 : 1));
  return new Vocabulary([{ pieces: [], counts }]);
}

/** The vocabulary for a first job, from what its answers hold. */
export function createVocabulary(counter: PieceCounter): Vocabulary {
  const pieces = chosenPieces(counter, () => false);
  const known = new Set(pieces);
  // Never zero: every byte keeps a leaf. Little, so that unused ones do not lengthen the way to the others.
  const counts = Array.from({ length: firstPiece }, () => 0.01);
  counts[endToken] = Math.max(1, counter.texts);
  for (const [piece, count] of counter.counts) {
    if (known.has(piece)) continue;
    for (const byte of encoder.encode(piece)) counts[byte] = (counts[byte] as number) + count;
  }
  for (const piece of pieces) counts.push(counter.counts.get(piece) as number);
  return new Vocabulary([{ pieces, counts }]);
}

/** `base` and the new pieces of another job's answers; `base` itself where there are none. */
export function extendVocabulary(base: Vocabulary, counter: PieceCounter): Vocabulary {
  const pieces = chosenPieces(counter, (piece) => base.has(piece)).slice(0, Math.max(0, mostPieces - base.size));
  if (pieces.length === 0) return base;
  const counts = pieces.map((piece) => counter.counts.get(piece) as number);
  return new Vocabulary([...base.generations, { pieces, counts }]);
}

/** Most frequent first. */
function chosenPieces(counter: PieceCounter, isKnown: (piece: string) => boolean): string[] {
  const candidates = Array.from(counter.counts).filter(
    ([piece, count]) => count >= leastCount && piece.length > 1 && !isKnown(piece),
  );
  candidates.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return candidates.slice(0, mostPieces).map(([piece]) => piece);
}
