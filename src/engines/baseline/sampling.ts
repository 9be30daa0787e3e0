import type { Predictor } from './predictor.ts';
import type { Random } from './random.ts';

/**
 * The next token: the likeliest at temperature 0, otherwise drawn from the probabilities raised to 1 / `temperature`. The
 * temperature 1 needs one way through the tree; others need the probabilities of all tokens.
 */
export function nextToken(predictor: Predictor, temperature: number, random: Random): number {
  if (temperature === 0) return predictor.likeliest();
  if (temperature === 1) return drawFromTree(predictor, random);
  return drawTempered(predictor, temperature, random);
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

function drawTempered(predictor: Predictor, temperature: number, random: Random): number {
  const logs = predictor.all();
  const most = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const shares = logs.map((log) => Math.exp((log - most) / temperature));
  let rest = random() * shares.reduce((sum, share) => sum + share, 0);
  for (const [token, share] of shares.entries()) {
    rest -= share;
    if (rest < 0) return token;
  }
  return predictor.likeliest();
}
