import type { LanguageModel } from './model.ts';
import { Predictor, softplus } from './predictor.ts';
import type { Prompt } from './prompt.ts';

/** One assistant message, given what stands before it. */
export interface Answer {
  readonly prompt: Prompt;
  /** Ends with the end token, unless it was cut off. */
  readonly tokens: Int32Array;
}

/** Part of an answer: its tokens from `from` (0-based) to before `to`. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** What the model thinks of an answer or a part of one. */
export interface Score {
  /** Sum over the tokens of the log-probability, in nats. */
  readonly logProbability: number;
  readonly tokens: number;
  /** Tokens that the model holds for likelier than any other. */
  readonly correct: number;
}

/** Hears of each decision on the way to a token: the node, and how far the model's probability is from what was decided. */
export type OnDecision = (node: number, error: number) => void;

/** Measures answers. */
export class Scorer {
  readonly predictor: Predictor;

  constructor(model: LanguageModel) {
    this.predictor = new Predictor(model);
  }

  score({ prompt, tokens }: Answer, part: Part, onDecision?: OnDecision): Score {
    const { predictor } = this;
    const { starts, nodes, decisions } = predictor.tree;
    predictor.start(prompt);
    let logProbability = 0;
    let correct = 0;
    for (let position = part.from; position < part.to; position++) {
      const token = tokens[position] as number;
      predictor.turnTo(tokens, position);
      let log = 0;
      for (let at = starts[token] as number; at < (starts[token + 1] as number); at++) {
        const node = nodes[at] as number;
        const decision = decisions[at] as number;
        const logit = predictor.logit(node);
        log -= softplus(decision === 1 ? -logit : logit);
        if (onDecision) onDecision(node, 1 / (1 + Math.exp(-logit)) - decision);
      }
      logProbability += log;
      if (!predictor.isBeaten(token, log)) correct++;
    }
    return { logProbability, tokens: part.to - part.from, correct };
  }
}

/** Tokens that are read without a breath in between: some tens of milliseconds' work. */
const stretch = 1024;

/** Goes through an answer of any length in parts, with a breath after each but the last; gives the score of the whole. */
export async function inParts(
  answer: Answer,
  read: (part: Part) => Score,
  breathe: () => Promise<void>,
): Promise<Score> {
  const end = answer.tokens.length;
  let whole = read({ from: 0, to: Math.min(stretch, end) });
  for (let from = stretch; from < end; from += stretch) {
    await breathe();
    const { logProbability, tokens, correct } = read({ from, to: Math.min(from + stretch, end) });
    whole = {
      logProbability: whole.logProbability + logProbability,
      tokens: whole.tokens + tokens,
      correct: whole.correct + correct,
    };
  }
  return whole;
}
