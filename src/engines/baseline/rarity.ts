import { promptEnergy } from './features.ts';
import { mostPromptFeatures, type Prompt } from './prompt.ts';

const tableBits = 18;
/** How much more a rare feature counts than a common one: the power of its information. Found by trial on labelling tasks. */
const sharpness = 1.5;
/** What a single prompt had says little: it may as well be chance. */
const onceImportance = 0.7;
/** What more prompts than this share have tells them apart no more. */
const tooCommon = 0.9;

/**
 * In how many prompts each feature was seen, in a table of 2^18 counts by hash. Rare words tell more than common ones;
 * without this a small dataset drowns in "the" and "please".
 */
export class Rarity {
  prompts: number;
  readonly counts: Float32Array;

  constructor(prompts = 0, counts: Float32Array = new Float32Array(2 ** tableBits)) {
    this.prompts = prompts;
    this.counts = counts;
  }

  static readonly bits = tableBits;

  /** Counts the features of one more prompt. */
  add(features: ReadonlyMap<number, number>): void {
    this.prompts++;
    for (const hash of features.keys()) {
      const place = hash >>> (32 - tableBits);
      this.counts[place] = (this.counts[place] as number) + 1;
    }
  }

  /** The counts of both. */
  plus(other: Rarity): Rarity {
    return new Rarity(
      this.prompts + other.prompts,
      this.counts.map((count, place) => count + (other.counts[place] as number)),
    );
  }

  /** The most telling features with their values, first ones first. Features that no counted prompt had are left out: nothing is known about them. */
  weigh(features: ReadonlyMap<number, number>): Prompt {
    const weighed: { hash: number; value: number }[] = [];
    for (const [hash, importance] of features) {
      const count = this.counts[hash >>> (32 - tableBits)] as number;
      if (count === 0 || count > tooCommon * this.prompts) continue;
      const information = Math.log((this.prompts + 1) / (count + 0.5));
      const value = importance * information ** sharpness;
      weighed.push({ hash, value: count === 1 ? onceImportance * value : value });
    }
    weighed.sort((a, b) => b.value - a.value || a.hash - b.hash);
    const kept = weighed.slice(0, mostPromptFeatures);
    const scale = Math.sqrt(promptEnergy / kept.reduce((sum, { value }) => sum + value * value, 0));
    return {
      hashes: Int32Array.from(kept, ({ hash }) => hash),
      values: Float32Array.from(kept, ({ value }) => value * scale),
    };
  }
}
