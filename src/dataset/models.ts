import type { ServiceLimits } from './targets.ts';

/** The model that a dataset is checked for where nobody says: the smallest that services still take. */
export const defaultModel = 'gpt-4.1-mini-2025-04-14';

/**
 * Tokens that one example may have, by the start of the model's name. The first that fits counts. OpenAI fine-tuning best
 * practices (2026); for gpt-3.5 the fine-tuning guide of 2024. Of other models nothing is documented.
 */
const tokenLimits: readonly (readonly [model: string, tokens: number])[] = [
  ['gpt-4.1', 65_536],
  ['gpt-4o', 65_536],
  ['gpt-3.5-turbo-0613', 4_096],
  ['gpt-35-turbo-0613', 4_096],
  ['gpt-3.5-turbo', 16_385],
  ['gpt-35-turbo', 16_385],
];

/** The smallest of these limits. */
export const smallestLimit = Math.min(...tokenLimits.map(([, tokens]) => tokens));

/** The model that a fine-tuned one was made of (`ft:BASE:...`, or Azure's `BASE.ft-...`); else the model itself. */
export function baseModel(model: string): string {
  if (model.startsWith('ft:')) return model.split(':')[1] ?? '';
  const azure = model.indexOf('.ft-');
  return azure < 0 ? model : model.slice(0, azure);
}

/** Tokens that an example may have before services cut it; undefined where no limit is known. */
export function tokenLimit(model: string, limits: ServiceLimits = {}): number | undefined {
  if (limits.tokensPerExample !== undefined) return limits.tokensPerExample;
  const base = baseModel(model);
  return tokenLimits.find(([name]) => base === name || base.startsWith(`${name}-`))?.[1];
}
