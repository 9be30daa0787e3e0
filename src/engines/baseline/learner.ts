import type { FeatureList } from './features.ts';
import type { LanguageModel } from './model.ts';
import { promptShare } from './predictor.ts';
import { Scorer, type Answer, type Part, type Score } from './scorer.ts';
import { placeOf } from './weights.ts';

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
  readonly #scorer: Scorer;
  readonly #gradients: Float32Array;
  #touched = new Int32Array(1 << 16);
  #touchedSize = 0;
  /** Gradients for what the prompt says about the whole answer, by node, and the nodes that have one. */
  readonly #nodeGradients: Float64Array;
  #nodes: number[] = [];

  constructor(model: LanguageModel, squares: Float32Array = new Float32Array(model.weights.values.length)) {
    this.model = model;
    this.squares = squares;
    this.#scorer = new Scorer(model);
    this.#gradients = new Float32Array(model.weights.values.length);
    this.#nodeGradients = new Float64Array(model.tree.size);
  }

  /** Measures an answer, or a part of it, and leaves no trace. */
  score(answer: Answer, part: Part = wholeOf(answer)): Score {
    return this.#scorer.score(answer, part);
  }

  /** Measures and adds `coefficient` times the gradient of the negative log-probability. */
  accumulate(answer: Answer, coefficient: number, part: Part = wholeOf(answer)): Score {
    const score = this.#scorer.score(answer, part, (node, error) => this.#learn(node, coefficient * error));
    const { hashes, values } = answer.prompt;
    const whole = { hashes, values, size: hashes.length };
    for (const node of this.#nodes) {
      this.#add(node, whole, promptShare * (this.#nodeGradients[node] as number));
      this.#nodeGradients[node] = 0;
    }
    this.#nodes = [];
    return score;
  }

  #learn(node: number, gradient: number): void {
    if (Math.abs(gradient) < leastGradient) return;
    this.#add(node, this.#scorer.predictor.features, gradient);
    if (this.#nodeGradients[node] === 0) this.#nodes.push(node);
    this.#nodeGradients[node] = (this.#nodeGradients[node] as number) + gradient;
  }

  #add(node: number, features: FeatureList, gradient: number): void {
    const key = this.model.tree.keys[node] as number;
    const { shift } = this.#scorer.predictor;
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

function wholeOf({ tokens }: Answer): Part {
  return { from: 0, to: tokens.length };
}
