import { splitPieces, splitWords } from './pieces.ts';

/**
 * Tokens are words and pieces of words that the training answers use more than once, and bytes for everything else, so that
 * there is no text without tokens. Tokens 0 to 255 are the bytes, 256 ends an answer, pieces follow.
 */
export const endToken = 256;
export const firstPiece = 257;

/** What occurs once is spelled in bytes: that is what teaches the model how unknown words look. */
const leastCount = 2;
const mostPieces = 32_768;

const encoder = new TextEncoder();

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
    for (const word of splitWords(text)) {
      for (const piece of this.has(word) ? [word] : splitPieces(word)) {
        const token = this.#tokens.get(piece);
        if (token === undefined) for (const byte of encoder.encode(piece)) tokens.push(byte);
        else tokens.push(token);
      }
    }
    return tokens;
  }

  decode(tokens: Iterable<number>): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      Buffer.concat(Array.from(tokens, (token) => this.bytesOf(token))),
    );
  }

  /** UTF-8; a part of a character for a byte token, empty for the end token. */
  bytesOf(token: number): Uint8Array {
    return this.#bytes[token] as Uint8Array;
  }

  has(piece: string): boolean {
    return this.#tokens.has(piece);
  }
}

/** Counts the words of answers as they come. */
export class WordCounter {
  readonly #words = new Map<string, number>();
  #answers = 0;
  #wordsSeen = 0;

  add(answer: string): void {
    this.#answers++;
    for (const word of splitWords(answer)) {
      this.#wordsSeen++;
      this.#words.set(word, (this.#words.get(word) ?? 0) + 1);
    }
  }

  get answers(): number {
    return this.#answers;
  }

  /** About how many tokens all answers have. */
  get size(): number {
    return this.#answers + this.#wordsSeen;
  }

  /** How often each piece occurs, where words that are no tokens themselves count as their pieces. */
  pieces(isToken: (word: string) => boolean): Map<string, number> {
    const pieces = new Map<string, number>();
    for (const [word, count] of this.#words) {
      for (const piece of count >= leastCount || isToken(word) ? [word] : splitPieces(word)) {
        pieces.set(piece, (pieces.get(piece) ?? 0) + count);
      }
    }
    return pieces;
  }
}

/** The vocabulary of the base model that has seen nothing: all bytes are alike, and an answer soon ends. */
export function untrainedVocabulary(): Vocabulary {
  const counts = Array.from({ length: firstPiece }, (_, token) => (token === endToken ? 16 : 1));
  return new Vocabulary([{ pieces: [], counts }]);
}

/** The vocabulary for a first job, from what its answers hold. */
export function createVocabulary(counter: WordCounter): Vocabulary {
  const seen = counter.pieces(() => false);
  const pieces = chosenPieces(seen, () => false);
  const known = new Set(pieces);
  // Never zero: every byte keeps a leaf. Little, so that unused ones do not lengthen the way to the others.
  const counts = Array.from({ length: firstPiece }, () => 0.01);
  counts[endToken] = Math.max(1, counter.answers);
  for (const [piece, count] of seen) {
    if (known.has(piece)) continue;
    for (const byte of encoder.encode(piece)) counts[byte] = (counts[byte] as number) + count;
  }
  for (const piece of pieces) counts.push(seen.get(piece) as number);
  return new Vocabulary([{ pieces, counts }]);
}

/** `base` and the new pieces of another job's answers; `base` itself where there are none. */
export function extendVocabulary(base: Vocabulary, counter: WordCounter): Vocabulary {
  const isKnown = (piece: string): boolean => base.has(piece);
  const seen = counter.pieces(isKnown);
  const pieces = chosenPieces(seen, isKnown).slice(0, Math.max(0, mostPieces - base.size));
  if (pieces.length === 0) return base;
  return new Vocabulary([...base.generations, { pieces, counts: pieces.map((piece) => seen.get(piece) as number) }]);
}

/** Most frequent first. */
function chosenPieces(seen: ReadonlyMap<string, number>, isKnown: (piece: string) => boolean): string[] {
  const candidates = Array.from(seen).filter(
    ([piece, count]) => count >= leastCount && encoder.encode(piece).length > 1 && !isKnown(piece),
  );
  candidates.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return candidates.slice(0, mostPieces).map(([piece]) => piece);
}
