import { createFeatureList, readFeatures } from './features.ts';
import type { LanguageModel } from './model.ts';
import type { Prompt } from './prompt.ts';
import type { TokenTree } from './tree.ts';
import { placeOf } from './weights.ts';

/** How much of the prompt speaks for the whole answer, beside what it says at single tokens. */
export const promptShare = 0.15;

/** log(1 + exp(x)), exact for large x of either sign: the loss of a decision that a logit of `x` speaks against. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/**
 * Log-probabilities of the next token. What the prompt says about the whole answer is summed for a node when that is first
 * met and kept, so that a long prompt costs once an answer, not once a token.
 */
export class Predictor {
  readonly tree: TokenTree;
  readonly shift: number;
  readonly features = createFeatureList();
  prompt: Prompt = { hashes: new Int32Array(0), values: new Float32Array(0) };
  readonly #weights: Float32Array;
  /** By node: what was computed, and in which answer (for the prompt's sum) or at which token (for the logit). */
  readonly #promptSums: Float64Array;
  readonly #answers: Int32Array;
  readonly #logits: Float64Array;
  readonly #turns: Int32Array;
  #answer = 0;
  #turn = 0;
  readonly #open: Int32Array;
  readonly #openLogs: Float64Array;

  constructor({ tree, weights }: LanguageModel) {
    this.tree = tree;
    this.shift = 32 - weights.bits;
    this.#weights = weights.values;
    this.#promptSums = new Float64Array(tree.size);
    this.#answers = new Int32Array(tree.size);
    this.#logits = new Float64Array(tree.size);
    this.#turns = new Int32Array(tree.size);
    this.#open = new Int32Array(tree.depth + 2);
    this.#openLogs = new Float64Array(tree.depth + 2);
  }

  /** Begins an answer (or the same one again, after the weights changed). */
  start(prompt: Prompt): void {
    this.prompt = prompt;
    this.#answer++;
  }

  /** Turns to the token at `position`; the tokens before it are read. */
  turnTo(tokens: ArrayLike<number>, position: number): void {
    readFeatures(this.features, this.prompt, tokens, position);
    this.#turn++;
  }

  /** What speaks for decision 1 at a node; below zero: for 0. */
  logit(node: number): number {
    if (this.#turns[node] === this.#turn) return this.#logits[node] as number;
    const key = this.tree.keys[node] as number;
    const { hashes, values, size } = this.features;
    let sum = this.#answers[node] === this.#answer ? (this.#promptSums[node] as number) : this.#promptSum(node, key);
    for (let index = 0; index < size; index++) {
      const place = placeOf(key, hashes[index] as number, this.shift);
      sum += (values[index] as number) * (this.#weights[place] as number);
    }
    this.#logits[node] = sum;
    this.#turns[node] = this.#turn;
    return sum;
  }

  #promptSum(node: number, key: number): number {
    const { hashes, values } = this.prompt;
    let sum = 0;
    for (let index = 0; index < hashes.length; index++) {
      const place = placeOf(key, hashes[index] as number, this.shift);
      sum += (values[index] as number) * (this.#weights[place] as number);
    }
    sum *= promptShare;
    this.#promptSums[node] = sum;
    this.#answers[node] = this.#answer;
    return sum;
  }

  /** Log-probabilities of all tokens, by token. Costs one decision for each of them. */
  all(): Float64Array {
    const { root, size, left, right } = this.tree;
    const logs = new Float64Array(size + 1);
    const open = [{ child: root, log: 0 }];
    for (let next = open.pop(); next; next = open.pop()) {
      const { child, log } = next;
      if (child < 0) {
        logs[~child] = log;
        continue;
      }
      const logit = this.logit(child);
      open.push({ child: left[child] as number, log: log - softplus(logit) });
      open.push({ child: right[child] as number, log: log - softplus(-logit) });
    }
    return logs;
  }

  /** The likeliest next token. Leaves out every branch that is less likely than the best leaf so far. */
  likeliest(): number {
    return this.#search(-Infinity, -1);
  }

  /** Whether some other token is at least as likely as `token`, whose log-probability is `logProbability`. */
  isBeaten(token: number, logProbability: number): boolean {
    return logProbability <= -Math.LN2 && this.#search(logProbability, token) >= 0;
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
