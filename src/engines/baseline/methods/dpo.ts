import { UserError } from '../../../common/errors.ts';
import { isObject } from '../../../common/json.ts';
import type { TrainMetrics } from '../../engine.ts';
import { readMessages } from '../conversation.ts';
import type { Learner } from '../learner.ts';
import type { Breathe } from '../pause.ts';
import { softplus } from '../predictor.ts';
import { readMessage, readPrompt } from '../prompt.ts';
import { inParts, Scorer, type Answer, type Score } from '../scorer.ts';
import { settlePreference, type PreferenceSettings } from '../settings.ts';
import { answerTo } from './answer.ts';
import type { Lesson, Method, Objective, Scope } from './method.ts';

/** One row: two answers to the same conversation. */
export interface Pair {
  readonly preferred: Answer;
  readonly rejected: Answer;
}

/**
 * Direct preference optimisation: the loss of a pair is -log σ(β (Δ preferred - Δ rejected)), where Δ is how much likelier,
 * in nats, the model holds an answer than the model before the first step does. R. Rafailov and others, "Direct Preference
 * Optimization: Your Language Model is Secretly a Reward Model", 2023.
 */
export const dpo: Method<Pair, PreferenceSettings> = {
  exampleName: 'pair of answers',
  look(row, where) {
    const { features, preferred, rejected } = readPair(row, where);
    return [{ features, texts: [preferred, rejected] }];
  },
  read(row, where, model) {
    const { features, preferred, rejected } = readPair(row, where);
    return { preferred: answerTo(features, preferred, model), rejected: answerTo(features, rejected, model) };
  },
  settle: settlePreference,
  begin: ({ learner, base, settings }) => new Preferences(learner, new Scorer(base.copy()), settings.beta),
};

interface PairText {
  readonly features: ReadonlyMap<number, number>;
  readonly preferred: string;
  readonly rejected: string;
}

function readPair(row: unknown, where: string): PairText {
  const { input, preferred_output, non_preferred_output } = isObject(row) ? row : {};
  const messages = isObject(input) ? input.messages : undefined;
  if (!Array.isArray(messages) || !Array.isArray(preferred_output) || !Array.isArray(non_preferred_output)) {
    throw new UserError('invalid_row', `There is no input with two outputs on ${where}.`);
  }
  const textOf = (output: readonly unknown[]): string =>
    readMessages(output, where)
      .map(({ content }) => content)
      .join('\n');
  return {
    features: readPrompt(readMessages(messages, where).map(readMessage)),
    preferred: textOf(preferred_output),
    rejected: textOf(non_preferred_output),
  };
}

/** What is known of a pair: the model's scores, and how far it leans to the preferred answer. */
interface Judgement {
  readonly preferred: Score;
  /** β (Δ preferred - Δ rejected): the difference of the implicit rewards. */
  readonly margin: number;
  readonly tokens: number;
}

class Preferences implements Objective<Pair> {
  readonly #learner: Learner;
  readonly #reference: Scorer;
  readonly #beta: number;
  /** Of the reference: log-probability of the preferred answer less that of the rejected one. */
  readonly #known = new Map<Pair, number>();

  constructor(learner: Learner, reference: Scorer, beta: number) {
    this.#learner = learner;
    this.#reference = reference;
    this.#beta = beta;
  }

  async learn(batch: readonly Pair[], _step: number, breathe: Breathe): Promise<Lesson> {
    const judgements: Judgement[] = [];
    for (const pair of batch) {
      const judgement = await this.#judge(pair, breathe);
      judgements.push(judgement);
      // The slope of the loss is -β σ(-margin) for the preferred answer. The factor 2 / β is a larger step: a pair that
      // nothing is known of weighs as much as an answer does that is learned by itself, whatever beta is.
      const coefficient = 2 / (1 + Math.exp(judgement.margin));
      const { preferred, rejected } = pair;
      await inParts(preferred, (part) => this.#learner.accumulate(preferred, coefficient, part), breathe);
      await inParts(rejected, (part) => this.#learner.accumulate(rejected, -coefficient, part), breathe);
      await breathe();
    }
    const tokens = judgements.reduce((sum, judgement) => sum + judgement.tokens, 0);
    return { metrics: metricsOf(judgements, 'train'), tokens };
  }

  async measure(pairs: readonly Pair[], scope: Scope, _step: number, breathe: Breathe): Promise<TrainMetrics> {
    const judgements: Judgement[] = [];
    for (const pair of pairs) {
      judgements.push(await this.#judge(pair, breathe));
      await breathe();
    }
    return metricsOf(judgements, scope);
  }

  async #judge(pair: Pair, breathe: Breathe): Promise<Judgement> {
    let reference = this.#known.get(pair);
    if (reference === undefined) {
      const [preferred, rejected] = await scores(pair, this.#reference, breathe);
      reference = preferred.logProbability - rejected.logProbability;
      this.#known.set(pair, reference);
    }
    const [preferred, rejected] = await scores(pair, this.#learner, breathe);
    const margin = this.#beta * (preferred.logProbability - rejected.logProbability - reference);
    return { preferred, margin, tokens: preferred.tokens + rejected.tokens };
  }
}

async function scores(
  { preferred, rejected }: Pair,
  scorer: Pick<Scorer, 'score'>,
  breathe: Breathe,
): Promise<[preferred: Score, rejected: Score]> {
  return [
    await inParts(preferred, (part) => scorer.score(preferred, part), breathe),
    await inParts(rejected, (part) => scorer.score(rejected, part), breathe),
  ];
}

/** Beside the loss: how well the preferred answers are known, by how much they lead, and in how many pairs they do. */
function metricsOf(judgements: readonly Judgement[], scope: 'train' | Scope): TrainMetrics {
  const sum = (value: (judgement: Judgement) => number): number =>
    judgements.reduce((total, judgement) => total + value(judgement), 0);
  const tokens = sum(({ preferred }) => preferred.tokens);
  return {
    [`${scope}_loss`]: sum(({ margin }) => softplus(-margin)) / judgements.length,
    [`${scope}_mean_token_accuracy`]: sum(({ preferred }) => preferred.correct) / tokens,
    [`${scope}_reward_margin`]: sum(({ margin }) => margin) / judgements.length,
    [`${scope}_reward_accuracy`]: sum(({ margin }) => Number(margin > 0)) / judgements.length,
  };
}
