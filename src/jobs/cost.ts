import { isObject } from '../common/json.ts';
import type { LaunchRequest } from './request.ts';
import { findBaseModel } from './requestRules/models.ts';

/** What training on a million tokens costs, as the setting `finetune.launch.prices` has it. */
export interface Price {
  /** A base model; its fine-tuned ones cost the same. */
  readonly model: string;
  /** US dollars for a million tokens, each epoch counted. */
  readonly usdPerMillionTokens: number;
  /** `YYYY-MM-DD`: when the price was looked up. */
  readonly date: string;
  /** Where. */
  readonly source: string;
}

/** The prices of a setting; entries that are none are left out. */
export function readPrices(value: unknown): readonly Price[] {
  if (!Array.isArray(value)) return [];
  return value.filter((entry): entry is Price => {
    if (!isObject(entry)) return false;
    const { model, usdPerMillionTokens, date, source } = entry;
    const areTexts = [model, date, source].every((text) => typeof text === 'string');
    return areTexts && typeof usdPerMillionTokens === 'number' && usdPerMillionTokens >= 0;
  });
}

/** The price of a model, or of the one that it was trained from. */
export function priceOf(model: string, prices: readonly Price[]): Price | undefined {
  const base = findBaseModel(model)?.id;
  return prices.find((price) => price.model === model) ?? prices.find((price) => price.model === base);
}

/** US dollars. */
export function trainingCost(tokens: number, epochs: number, price: Price): number {
  return (tokens * epochs * price.usdPerMillionTokens) / 1_000_000;
}

/** The method that a job trains with. */
export function methodOf({ method }: LaunchRequest): string {
  return typeof method?.type === 'string' ? method.type : 'supervised';
}

/** Epochs as the request has them: "auto" where it leaves them to the service. */
export function epochsOf(request: LaunchRequest): number | 'auto' {
  const block = request.method?.[methodOf(request)];
  const hyperparameters = isObject(block) && isObject(block.hyperparameters) ? block.hyperparameters : {};
  const { n_epochs: epochs } = hyperparameters;
  return typeof epochs === 'number' ? epochs : 'auto';
}

/** How OpenAI chooses epochs (its cookbook on data preparation, 2023-08): three, but no fewer than 100 examples in all, and no more than 25,000. */
const usual = { epochs: 3, most: 25, fewestExamples: 100, mostExamples: 25_000 } as const;

/** The epochs that a service is likely to choose for so many examples. */
export function likelyEpochs(examples: number): number {
  if (examples === 0) return usual.epochs;
  if (examples * usual.epochs < usual.fewestExamples) {
    return Math.min(usual.most, Math.floor(usual.fewestExamples / examples));
  }
  if (examples * usual.epochs > usual.mostExamples) return Math.max(1, Math.floor(usual.mostExamples / examples));
  return usual.epochs;
}
