import type { Predictor } from './predictor.ts';
import type { Prompt } from './prompt.ts';
import type { Random } from './random.ts';
import { endToken } from './vocabulary.ts';

/** How an answer is drawn. */
export interface Sampling {
  readonly temperature: number;
  /** Only the likeliest tokens that together have this probability are drawn from; 0 to 1. */
  readonly topP: number;
}

/** Draws the tokens of an answer one after the other: up to the end token, which is one of them, or `most`. */
export function* drawAnswer(
  predictor: Predictor,
  prompt: Prompt,
  sampling: Sampling,
  most: number,
  random: Random,
): Generator<number, void> {
  predictor.start(prompt);
  const tokens: number[] = [];
  while (tokens.length < most && tokens.at(-1) !== endToken) {
    predictor.turnTo(tokens, tokens.length);
    const token = nextToken(predictor, sampling, random);
    tokens.push(token);
    yield token;
  }
}

/**
 * The next token: the likeliest at temperature 0, otherwise drawn from the probabilities raised to 1 / `temperature`. Where
 * both settings are 1 that needs one way through the tree; others need the probabilities of all tokens.
 */
function nextToken(predictor: Predictor, { temperature, topP }: Sampling, random: Random): number {
  if (temperature === 0 || topP === 0) return predictor.likeliest();
  if (temperature === 1 && topP === 1) return drawFromTree(predictor, random);
  const shares = temperedShares(predictor.all(), temperature);
  return draw(topP === 1 ? shares : nucleus(shares, topP), random) ?? predictor.likeliest();
}

function drawFromTree(predictor: Predictor, random: Random): number {
  const { root, left, right } = predictor.tree;
  let child = root;
  while (child >= 0) {
    const isRight = random() < 1 / (1 + Math.exp(-predictor.logit(child)));
    child = (isRight ? right[child] : left[child]) as number;
  }
  return ~child;
}

/** Not normalised; the likeliest token's is 1. */
function temperedShares(logs: Float64Array, temperature: number): Float64Array {
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  return logs.map((log) => Math.exp((log - most) / temperature));
}

/** The shares without those of the unlikely tokens beyond `topP`. */
function nucleus(shares: Float64Array, topP: number): Float64Array {
  let rest = sum(shares) * topP;
  const kept = new Float64Array(shares.length);
  for (const token of Array.from(shares.keys()).sort((a, b) => (shares[b] as number) - (shares[a] as number))) {
    if (rest <= 0) break;
    kept[token] = shares[token] as number;
    rest -= kept[token];
  }
  return kept;
}

function draw(shares: Float64Array, random: Random): number | undefined {
  let rest = random() * sum(shares);
  for (const [token, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return token;
  }
  return undefined;
}

function sum(shares: Float64Array): number {
  return shares.reduce((total, share) => total + share, 0);
}
