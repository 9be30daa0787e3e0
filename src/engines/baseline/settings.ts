import { UserError } from '../../common/errors.ts';
import type { Hyperparameters } from '../engine.ts';

/** Hyperparameters as numbers. `batch_size` counts examples. */
export interface Settings {
  readonly n_epochs: number;
  readonly batch_size: number;
  readonly learning_rate_multiplier: number;
}

export interface PreferenceSettings extends Settings {
  /** How dear it is to move away from the reference. */
  readonly beta: number;
}

export interface ReinforcementSettings extends Settings {
  readonly compute_multiplier: number;
  /** Steps from one evaluation on the validation file to the next. */
  readonly eval_interval: number;
  /** Answers to each row in an evaluation. */
  readonly eval_samples: number;
}

/** Of the paper on direct preference optimisation (R. Rafailov and others, 2023, appendix B). */
const autoBeta = 0.1;
/** Evaluations of a reinforcement run, about. Our choice. */
const autoEvaluations = 10;

/**
 * Turns "auto" into numbers for `examples` training examples. Epochs follow the heuristic of OpenAI's cookbook ("Data
 * preparation and analysis for chat model fine-tuning", 2023): 3, unless that makes fewer than 100 examples seen (then up to
 * 25 epochs) or more than 25,000. The batch is about 0.2% of the examples, at most 256 (OpenAI's guide to fine-tuning, 2023).
 */
export function settle(requested: Hyperparameters, examples: number): Settings {
  return {
    n_epochs: count(requested, 'n_epochs') ?? autoEpochs(examples),
    batch_size: count(requested, 'batch_size') ?? Math.min(256, Math.max(1, Math.round(0.002 * examples))),
    learning_rate_multiplier: positive(requested, 'learning_rate_multiplier') ?? 1,
  };
}

export function settlePreference(requested: Hyperparameters, examples: number): PreferenceSettings {
  return { ...settle(requested, examples), beta: positive(requested, 'beta') ?? autoBeta };
}

export function settleReinforcement(requested: Hyperparameters, examples: number): ReinforcementSettings {
  const settings = settle(requested, examples);
  const steps = settings.n_epochs * Math.ceil(examples / settings.batch_size);
  return {
    ...settings,
    compute_multiplier: positive(requested, 'compute_multiplier') ?? 1,
    eval_interval: count(requested, 'eval_interval') ?? Math.ceil(steps / autoEvaluations),
    eval_samples: count(requested, 'eval_samples') ?? 1,
  };
}

function autoEpochs(examples: number): number {
  if (3 * examples < 100) return Math.min(25, Math.floor(100 / examples));
  if (3 * examples > 25_000) return Math.max(1, Math.floor(25_000 / examples));
  return 3;
}

type NumberName = Exclude<keyof Hyperparameters, 'reasoning_effort'>;

/** Undefined for "auto". */
function count(requested: Hyperparameters, name: NumberName): number | undefined {
  return chosen(requested, name, (value) => Number.isInteger(value) && value >= 1, 'a whole number above 0');
}

function positive(requested: Hyperparameters, name: NumberName): number | undefined {
  return chosen(requested, name, (value) => value > 0 && value < Infinity, 'a number above 0');
}

function chosen(
  requested: Hyperparameters,
  name: NumberName,
  isRight: (value: number) => boolean,
  expected: string,
): number | undefined {
  const value = requested[name] ?? 'auto';
  if (value === 'auto') return undefined;
  if (isRight(value)) return value;
  throw new UserError('invalid_hyperparameter', `The hyperparameter ${name} must be ${expected}.`);
}
