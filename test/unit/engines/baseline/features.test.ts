import assert from 'node:assert/strict';
import { createFeatureList, readFeatures } from '../../../../src/engines/baseline/features.ts';
import type { Prompt } from '../../../../src/engines/baseline/prompt.ts';

const none: Prompt = { hashes: new Int32Array(0), values: new Float32Array(0) };
const short: Prompt = { hashes: Int32Array.of(11, 12), values: Float32Array.of(3, 1) };

function features(tokens: number[], prompt = none): { hashes: number[]; values: number[] } {
  const list = createFeatureList();
  readFeatures(list, prompt, tokens, tokens.length);
  return {
    hashes: Array.from(list.hashes.subarray(0, list.size)),
    values: Array.from(list.values.subarray(0, list.size)),
  };
}

const common = (a: number[], b: number[]): number =>
  features(a).hashes.filter((hash) => features(b).hashes.includes(hash)).length;
const energy = (values: number[]): number => values.reduce((sum, value) => sum + value * value, 0);

describe('the features of a token', () => {
  it('are all different, and of one energy however many there are', () => {
    for (const tokens of [[], [300], [300, 301], [300, 301, 302, 303, 304, 305], [300, 65, 66]]) {
      const { hashes, values } = features(tokens);
      assert.equal(new Set(hashes).size, hashes.length);
      assert.ok(Math.abs(energy(values) - 3) < 1e-5);
    }
  });

  it('share more the more of the last tokens are the same', () => {
    const here = [300, 301, 302, 303, 304, 305];
    const others = [
      [1, 2, 3, 4, 5, 6],
      [300, 301, 302, 303, 999, 305],
      [300, 301, 999, 303, 304, 305],
      [999, 301, 302, 303, 304, 305],
    ];
    const shares = others.map((other) =>
      common(
        here,
        other.map((token) => token + (token < 256 ? 400 : 0)),
      ),
    );
    assert.deepEqual(shares, [2, 3, 6, 8]);
  });

  it('know the beginning of a word that is spelled in bytes', () => {
    const spell = (word: string): number[] => [300, ...Buffer.from(word)];
    const missing = features(spell('international')).hashes.filter(
      (hash) => !features(spell('anternational')).hashes.includes(hash),
    );
    assert.equal(missing.length, 1);
  });

  it('have the prompt together with the last two tokens, less and less, up to token 32', () => {
    const places = [[], [300], [301], [300, 301], [301, 300]];
    const seen = places.map((tokens) => features(tokens, short).hashes.slice(features(tokens).hashes.length));
    assert.ok(seen.every((hashes) => hashes.length === 2));
    assert.equal(new Set(seen.flat()).size, 10);
    const energies = [0, 1, 8, 31, 32].map(
      (length) =>
        energy(
          features(
            Array.from({ length }, () => 300),
            short,
          ).values,
        ) - 3,
    );
    assert.ok(Math.abs(energies[0]! - 10) < 1e-5 && Math.abs(energies[2]! - 5) < 1e-5);
    assert.ok(energies[1]! < energies[0]! && energies[3]! > 1 && Math.abs(energies[4]!) < 1e-5);
  });
});
