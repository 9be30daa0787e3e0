import type { FeatureList } from './features.ts';
import type { LanguageModel } from './model.ts';
import { Predictor, promptShare, softplus } from './predictor.ts';
import type { Prompt } from './prompt.ts';
import { placeOf } from './weights.ts';

/** One assistant message to learn, given what stands before it. */
export interface Answer {
  readonly prompt: Prompt;
  /** Ends with the end token. */
  readonly tokens: Int32Array;
}

/** What the model thinks of an answer. */
export interface Score {
  /** Sum over the tokens of the log-probability, in nats. */
  readonly logProbability: number;
  readonly tokens: number;
  /** Tokens that the model holds for likelier than any other. */
  readonly correct: number;
}

/** Size of a step at a learning-rate multiplier of 1. Found by trial on labelling tasks. */
export const baseLearningRate = 0.7;
/** The sum of squared gradients that each weight starts with: up to there steps are those of plain gradient descent. */
const initialSquares = 1;
/** A decision that is this close to certain teaches nothing more. Keeps training fast and models small. */
const leastGradient = 0.01;
/** A weight that is 0 stays so for a gradient smaller than this, for the same reason. */
const leastNewGradient = 0.05;

/**
 * Learns by gradient descent with step sizes that shrink for each weight on its own (AdaGrad): `accumulate` gathers
 * gradients, `update` takes one step with their sum. Any loss that is a function of answers'
 * log-probabilities can be learned through the coefficient.
 */
export class Learner {
  readonly model: LanguageModel;
  /** Sum of squared gradients of each weight. */
  readonly squares: Float32Array;
  readonly #predictor: Predictor;
  readonly #gradients: Float32Array;
  #touched = new Int32Array(1 << 16);
  #touchedSize = 0;
  /** Gradients for what the prompt says about the whole answer, by node, and the nodes that have one. */
  readonly #nodeGradients: Float64Array;
  #nodes: number[] = [];

  constructor(model: LanguageModel, squares: Float32Array = new Float32Array(model.weights.values.length)) {
    this.model = model;
    this.squares = squares;
    this.#predictor = new Predictor(model);
    this.#gradients = new Float32Array(model.weights.values.length);
    this.#nodeGradients = new Float64Array(model.tree.size);
  }

  /** Measures an answer and leaves no trace. */
  score(answer: Answer): Score {
    return this.#read(answer, 0);
  }

  /** Measures an answer and adds `coefficient` times the gradient of its negative log-probability. */
  accumulate(answer: Answer, coefficient: number): Score {
    const score = this.#read(answer, coefficient);
    const { hashes, values } = answer.prompt;
    const whole = { hashes, values, size: hashes.length };
    for (const node of this.#nodes) {
      this.#add(node, whole, promptShare * (this.#nodeGradients[node] as number));
      this.#nodeGradients[node] = 0;
    }
    this.#nodes = [];
    return score;
  }

  #read({ prompt, tokens }: Answer, coefficient: number): Score {
    const predictor = this.#predictor;
    const { starts, nodes, decisions } = predictor.tree;
    predictor.start(prompt);
    let logProbability = 0;
    let correct = 0;
    for (let position = 0; position < tokens.length; position++) {
      const token = tokens[position] as number;
      predictor.turnTo(tokens, position);
      let log = 0;
      for (let at = starts[token] as number; at < (starts[token + 1] as number); at++) {
        const node = nodes[at] as number;
        const decision = decisions[at] as number;
        const logit = predictor.logit(node);
        log -= softplus(decision === 1 ? -logit : logit);
        if (coefficient !== 0) this.#learn(node, coefficient * (1 / (1 + Math.exp(-logit)) - decision));
      }
      logProbability += log;
      if (!predictor.isBeaten(token, log)) correct++;
    }
    return { logProbability, tokens: tokens.length, correct };
  }

  #learn(node: number, gradient: number): void {
    if (Math.abs(gradient) < leastGradient) return;
    this.#add(node, this.#predictor.features, gradient);
    if (this.#nodeGradients[node] === 0) this.#nodes.push(node);
    this.#nodeGradients[node] = (this.#nodeGradients[node] as number) + gradient;
  }

  #add(node: number, features: FeatureList, gradient: number): void {
    const key = this.model.tree.keys[node] as number;
    const { shift } = this.#predictor;
    this.#reserve(features.size);
    for (let index = 0; index < features.size; index++) {
      const part = gradient * (features.values[index] as number);
      if (part < leastGradient && part > -leastGradient) continue;
      const place = placeOf(key, features.hashes[index] as number, shift);
      const sum = this.#gradients[place] as number;
      if (sum === 0) this.#touched[this.#touchedSize++] = place;
      this.#gradients[place] = sum + part;
    }
  }

  #reserve(places: number): void {
    if (this.#touchedSize + places <= this.#touched.length) return;
    const larger = new Int32Array(2 * this.#touched.length);
    larger.set(this.#touched);
    this.#touched = larger;
  }

  /** One step against the gathered gradients. A place noted twice has nothing left the second time. */
  update(learningRate: number): void {
    const { values } = this.model.weights;
    const { squares } = this;
    for (let index = 0; index < this.#touchedSize; index++) {
      const place = this.#touched[index] as number;
      const gradient = this.#gradients[place] as number;
      this.#gradients[place] = 0;
      if (values[place] === 0 && Math.abs(gradient) < leastNewGradient) continue;
      const sum = (squares[place] as number) + gradient * gradient;
      squares[place] = sum;
      values[place] = (values[place] as number) - (learningRate * gradient) / Math.sqrt(initialSquares + sum);
    }
    this.#touchedSize = 0;
  }
}
