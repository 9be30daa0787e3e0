import { contextSize } from './context.ts';
import type { LanguageModel } from './model.ts';
import { Predictor, softplus } from './predictor.ts';
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

/** Step of the first updates, at a learning-rate multiplier of 1. */
export const baseLearningRate = 0.5;
/** The sum of squared gradients that each weight starts with: below it steps are those of plain gradient descent. */
const initialSquares = 1;
/** A weight is not created for a gradient smaller than this, which keeps models small. */
const leastGradient = 0.01;

/**
 * Learns by gradient descent with step sizes that shrink for each weight on its own (AdaGrad): `accumulate` gathers
 * gradients, `update` takes one step with their sum, `discard` forgets them. Any loss that is a function of answers'
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
  readonly #nodeGradients: Float64Array;
  #nodes: number[] = [];

  constructor(model: LanguageModel, squares: Float32Array = new Float32Array(model.weights.values.length)) {
    this.model = model;
    this.squares = squares;
    this.#predictor = new Predictor(model.tree, model.weights);
    this.#gradients = new Float32Array(model.weights.values.length);
    this.#nodeGradients = new Float64Array(model.tree.size);
  }

  /** Measures an answer and leaves no trace. */
  score(answer: Answer): Score {
    return this.#walk(answer, 0);
  }

  /** Measures an answer and adds `coefficient` times the gradient of its negative log-probability. */
  accumulate(answer: Answer, coefficient: number): Score {
    const score = this.#walk(answer, coefficient);
    const { hashes, values } = answer.prompt;
    const { keys } = this.model.tree;
    for (const node of this.#nodes) {
      const gradient = this.#nodeGradients[node] as number;
      this.#nodeGradients[node] = 0;
      if (Math.abs(gradient) < leastGradient) continue;
      const key = keys[node] as number;
      for (let index = 0; index < hashes.length; index++) {
        this.#add(placeOf(key, hashes[index] as number, this.#predictor.shift), gradient * (values[index] as number));
      }
    }
    this.#nodes = [];
    return score;
  }

  #walk({ prompt, tokens }: Answer, coefficient: number): Score {
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
        if (coefficient !== 0) this.#addNode(node, coefficient * (1 / (1 + Math.exp(-logit)) - decision));
      }
      logProbability += log;
      if (!predictor.isBeaten(token, log)) correct++;
    }
    return { logProbability, tokens: tokens.length, correct };
  }

  #addNode(node: number, gradient: number): void {
    if (this.#nodeGradients[node] === 0) this.#nodes.push(node);
    this.#nodeGradients[node] = (this.#nodeGradients[node] as number) + gradient;
    if (Math.abs(gradient) < leastGradient) return;
    const key = this.model.tree.keys[node] as number;
    const { context, shift } = this.#predictor;
    for (let index = 0; index < contextSize; index++) {
      this.#add(placeOf(key, context[index] as number, shift), gradient);
    }
  }

  #add(place: number, gradient: number): void {
    const sum = this.#gradients[place] as number;
    if (sum === 0) {
      if (this.#touchedSize === this.#touched.length) {
        const larger = new Int32Array(2 * this.#touched.length);
        larger.set(this.#touched);
        this.#touched = larger;
      }
      this.#touched[this.#touchedSize++] = place;
    }
    this.#gradients[place] = sum + gradient;
  }

  /** One step against the gathered gradients. A place noted twice has nothing left the second time. */
  update(learningRate: number): void {
    const { values } = this.model.weights;
    const { squares } = this;
    for (let index = 0; index < this.#touchedSize; index++) {
      const place = this.#touched[index] as number;
      const gradient = this.#gradients[place] as number;
      this.#gradients[place] = 0;
      if (Math.abs(gradient) < leastGradient && values[place] === 0) continue;
      const sum = (squares[place] as number) + gradient * gradient;
      squares[place] = sum;
      values[place] = (values[place] as number) - (learningRate * gradient) / Math.sqrt(initialSquares + sum);
    }
    this.#touchedSize = 0;
  }

  discard(): void {
    for (let index = 0; index < this.#touchedSize; index++) this.#gradients[this.#touched[index] as number] = 0;
    this.#touchedSize = 0;
  }
}
