import assert from 'node:assert/strict';
import { TokenTree } from '../../../../src/engines/baseline/tree.ts';

const generation = (counts: number[]): { pieces: string[]; counts: number[] } => ({ pieces: [], counts });

/** The way to a token, as a text of decisions. */
function way(tree: TokenTree, token: number): string {
  return tree.decisions.subarray(tree.starts[token], tree.starts[token + 1]).join('');
}

/** Follows a way from the root. */
function leafAt(tree: TokenTree, decisions: string): number {
  let child = tree.root;
  for (const decision of decisions) child = (decision === '1' ? tree.right : tree.left)[child]!;
  return ~child;
}

describe('the tree over the tokens', () => {
  const counts = [50, 1, 1, 20, 8, 0.01, 13, 7];

  it('has one leaf for each token, and no place without one', () => {
    const tree = new TokenTree([generation(counts)]);
    let filled = 0;
    for (const token of counts.keys()) {
      assert.equal(leafAt(tree, way(tree, token)), token);
      filled += 2 ** -way(tree, token).length;
    }
    assert.equal(filled, 1);
    assert.equal(tree.size, counts.length - 1);
  });

  it('has the mean length of a Huffman code', () => {
    const tree = new TokenTree([generation([5, 9, 12, 13, 16, 45])]);
    const lengths = [0, 1, 2, 3, 4, 5].map((token) => way(tree, token).length);
    assert.deepEqual(lengths, [4, 4, 3, 3, 3, 1]);
  });

  it('grows beside what was there: ways get one decision longer and keep their nodes', () => {
    const old = new TokenTree([generation(counts)]);
    const grown = new TokenTree([generation(counts), generation([3, 4, 5])]);
    for (const token of counts.keys()) assert.equal(way(grown, token), `0${way(old, token)}`);
    assert.deepEqual(grown.left.subarray(0, old.size), old.left);
    assert.deepEqual(grown.keys.subarray(0, old.size), old.keys);
    for (const token of [8, 9, 10]) assert.equal(leafAt(grown, way(grown, token)), token);
  });

  it('has ways that do not grow with the number of rare tokens', () => {
    const rare = Array.from({ length: 5000 }, () => 1);
    const tree = new TokenTree([generation([50_000, ...rare])]);
    assert.equal(way(tree, 0).length, 1);
    assert.ok(tree.depth <= 15);
  });
});
