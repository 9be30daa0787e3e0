import { UserError } from '../../common/errors.ts';
import type { Hyperparameters } from '../engine.ts';

/** Hyperparameters as numbers. `batch_size` counts examples. */
export interface Settings {
  readonly n_epochs: number;
  readonly batch_size: number;
  readonly learning_rate_multiplier: number;
}

/**
 * Turns "auto" into numbers for `examples` training examples. Epochs follow the heuristic of OpenAI's cookbook ("Data
 * preparation and analysis for chat model fine-tuning", 2023): 3, unless that makes fewer than 100 examples seen (then up to
 * 25 epochs) or more than 25,000. The batch is about 0.2% of the examples, at most 256 (OpenAI's guide to fine-tuning, 2023).
 */
export function settle(requested: Hyperparameters, examples: number): Settings {
  const settings = {
    n_epochs: chosen(requested.n_epochs) ?? autoEpochs(examples),
    batch_size: chosen(requested.batch_size) ?? Math.min(256, Math.max(1, Math.round(0.002 * examples))),
    learning_rate_multiplier: chosen(requested.learning_rate_multiplier) ?? 1,
  };
  for (const name of ['n_epochs', 'batch_size'] as const) {
    if (!Number.isInteger(settings[name]) || settings[name] < 1) throw invalid(name, 'a whole number above 0');
  }
  if (!(settings.learning_rate_multiplier > 0 && settings.learning_rate_multiplier < Infinity)) {
    throw invalid('learning_rate_multiplier', 'a number above 0');
  }
  return settings;
}

function autoEpochs(examples: number): number {
  if (3 * examples < 100) return Math.min(25, Math.floor(100 / examples));
  if (3 * examples > 25_000) return Math.max(1, Math.floor(25_000 / examples));
  return 3;
}

function chosen(value: number | 'auto' | null | undefined): number | undefined {
  return value === 'auto' || value === null ? undefined : value;
}

function invalid(name: string, expected: string): UserError {
  return new UserError('invalid_hyperparameter', `The hyperparameter ${name} must be ${expected}.`);
}
