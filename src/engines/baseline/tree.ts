import type { Generation } from './vocabulary.ts';
import { mix } from './hash.ts';

/** A child in the tree: an inner node by its number, or the leaf of a token as `~token` (below zero). */
export type Child = number;

/**
 * The binary tree of a hierarchical softmax. A token's probability is the product of the decisions on the way from the root
 * to its leaf, so all of them add up to one, and one costs as many decisions as its way is long. Ways are those of a Huffman
 * code: short for frequent tokens. A later generation is a tree beside the older ones under a new root, which leaves the
 * older nodes and what they learned as they were.
 */
export class TokenTree {
  readonly root: Child;
  /** Inner nodes, numbered from 0. */
  readonly size: number;
  /** Children of each node: decision 0 goes left, 1 right. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** A random-looking key of each node, for hashing. */
  readonly keys: Int32Array;
  /** Longest way from the root to a leaf, in decisions. */
  readonly depth: number;
  /** The way to token t: entries `starts[t]` to `starts[t + 1] - 1` of `nodes` and `decisions`. */
  readonly starts: Int32Array;
  readonly nodes: Int32Array;
  readonly decisions: Uint8Array;

  constructor(generations: readonly Generation[]) {
    const builder = new Builder();
    let root: Child | undefined;
    let firstToken = 0;
    for (const { counts } of generations) {
      const subtree = builder.huffman(counts, firstToken);
      root = root === undefined ? subtree : builder.join(root, subtree);
      firstToken += counts.length;
    }
    this.root = root ?? 0;
    this.size = builder.left.length;
    this.left = Int32Array.from(builder.left);
    this.right = Int32Array.from(builder.right);
    this.keys = Int32Array.from(builder.left, (_, node) => mix(node + 0x51ed270b));
    const ways = this.#ways(firstToken);
    this.starts = new Int32Array(firstToken + 1);
    let length = 0;
    for (const [token, way] of ways.entries()) this.starts[token + 1] = length += way.length;
    this.depth = ways.reduce((longest, way) => Math.max(longest, way.length), 0);
    this.nodes = Int32Array.from(ways.flat(), (step) => step >> 1);
    this.decisions = Uint8Array.from(ways.flat(), (step) => step & 1);
  }

  /** For each token the steps from the root, each `2 * node + decision`. */
  #ways(tokens: number): number[][] {
    const ways: number[][] = Array.from({ length: tokens }, () => []);
    const open: { child: Child; way: number[] }[] = [{ child: this.root, way: [] }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { child, way } = next;
      if (child < 0) {
        ways[~child] = way;
        continue;
      }
      open.push({ child: this.left[child] as number, way: [...way, 2 * child] });
      open.push({ child: this.right[child] as number, way: [...way, 2 * child + 1] });
    }
    return ways;
  }
}

class Builder {
  readonly left: Child[] = [];
  readonly right: Child[] = [];

  join(left: Child, right: Child): Child {
    this.left.push(left);
    return this.right.push(right) - 1;
  }

  /** The tree of least mean depth for tokens `firstToken` and up. Joins made later weigh more, so two queues stay sorted. */
  huffman(counts: readonly number[], firstToken: number): Child {
    const leaves = counts.map((weight, index) => ({ weight, child: ~(firstToken + index) }));
    leaves.sort((a, b) => a.weight - b.weight || b.child - a.child);
    const joins: { weight: number; child: Child }[] = [];
    let leaf = 0;
    let join = 0;
    const lightest = (): { weight: number; child: Child } => {
      const a = leaves[leaf];
      const b = joins[join];
      if (a && (!b || a.weight <= b.weight)) {
        leaf++;
        return a;
      }
      join++;
      return b as { weight: number; child: Child };
    };
    for (let remaining = leaves.length; remaining > 1; remaining--) {
      const light = lightest();
      const heavy = lightest();
      joins.push({ weight: light.weight + heavy.weight, child: this.join(heavy.child, light.child) });
    }
    return lightest().child;
  }
}
