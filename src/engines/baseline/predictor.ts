import { contextSize, readContext } from './context.ts';
import type { Prompt } from './prompt.ts';
import type { TokenTree } from './tree.ts';
import { placeOf, type Weights } from './weights.ts';

/** log(1 + exp(x)), exact for large x of either sign: the loss of a decision that a logit of `x` speaks against. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/**
 * Log-probabilities of the next token. A node's share from the prompt is the same for the whole answer: it is summed when the
 * node is first met and kept, so that a long prompt costs once an answer, not once a token.
 */
export class Predictor {
  readonly tree: TokenTree;
  readonly shift: number;
  readonly context = new Int32Array(contextSize);
  readonly #values: Float32Array;
  #prompt: Prompt = { hashes: new Int32Array(0), values: new Float32Array(0) };
  readonly #promptShares: Float64Array;
  /** The round in which a node's share was summed. */
  readonly #rounds: Int32Array;
  #round = 0;
  readonly #open: Int32Array;
  readonly #openLogs: Float64Array;

  constructor(tree: TokenTree, weights: Weights) {
    this.tree = tree;
    this.shift = 32 - weights.bits;
    this.#values = weights.values;
    this.#promptShares = new Float64Array(tree.size);
    this.#rounds = new Int32Array(tree.size);
    this.#open = new Int32Array(tree.depth + 2);
    this.#openLogs = new Float64Array(tree.depth + 2);
  }

  /** Begins an answer (or the same one again, after the weights changed). */
  start(prompt: Prompt): void {
    this.#prompt = prompt;
    this.#round++;
  }

  /** Turns to the token at `position`; the tokens before it are read. */
  turnTo(tokens: ArrayLike<number>, position: number): void {
    readContext(this.context, tokens, position);
  }

  /** Positive speaks for decision 1. */
  logit(node: number): number {
    const key = this.tree.keys[node] as number;
    const { context, shift } = this;
    const values = this.#values;
    let sum = this.#rounds[node] === this.#round ? (this.#promptShares[node] as number) : this.#promptShare(node, key);
    for (let index = 0; index < contextSize; index++) {
      sum += values[placeOf(key, context[index] as number, shift)] as number;
    }
    return sum;
  }

  #promptShare(node: number, key: number): number {
    const { hashes, values } = this.#prompt;
    let sum = 0;
    for (let index = 0; index < hashes.length; index++) {
      sum += (values[index] as number) * (this.#values[placeOf(key, hashes[index] as number, this.shift)] as number);
    }
    this.#promptShares[node] = sum;
    this.#rounds[node] = this.#round;
    return sum;
  }

  /** The likeliest next token. Leaves out every branch that is less likely than the best leaf so far. */
  likeliest(): number {
    return this.#search(-Infinity, -1);
  }

  /** Whether some other token is at least as likely as `token`, whose log-probability is `logProbability`. */
  isBeaten(token: number, logProbability: number): boolean {
    return logProbability < -Math.LN2 + 1e-12 && this.#search(logProbability, token) >= 0;
  }

  /**
   * Depth first, the likelier child first. With `rival` -1 the likeliest token; else the first one found that is not `rival`
   * and at least as likely as `floor`, -1 if there is none.
   */
  #search(floor: number, rival: number): number {
    const { left, right } = this.tree;
    const open = this.#open;
    const logs = this.#openLogs;
    let best = -1;
    let size = 1;
    open[0] = this.tree.root;
    logs[0] = 0;
    while (size > 0) {
      const child = open[--size] as number;
      const log = logs[size] as number;
      if (rival >= 0 ? log < floor : log <= floor) continue;
      if (child < 0) {
        if (~child === rival) continue;
        if (rival >= 0) return ~child;
        best = ~child;
        floor = log;
        continue;
      }
      const logit = this.logit(child);
      const isRightLikelier = logit > 0;
      open[size] = (isRightLikelier ? left[child] : right[child]) as number;
      logs[size++] = log - softplus(Math.abs(logit));
      open[size] = (isRightLikelier ? right[child] : left[child]) as number;
      logs[size++] = log - softplus(-Math.abs(logit));
    }
    return best;
  }
}
