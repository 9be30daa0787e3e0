import { baseModel, defaultModel } from '../models.ts';

/** How a model cuts text into tokens: the names that OpenAI's tiktoken gives them. */
export type Encoding = 'o200k_base' | 'cl100k_base';

export const encodings: readonly Encoding[] = ['o200k_base', 'cl100k_base'];

/** Models from before GPT-4o, by the start of their names; Azure writes gpt-35. Source: `model.py` of tiktoken 0.12. */
const olderModels = /^(?:gpt-3\.5|gpt-35|gpt-4(?![.\w])|babbage-002|davinci-002)/;

/** The encoding of a model, of a snapshot of it, or of what was made of it. Unknown names have that of all newer models. */
export function encodingOf(model = defaultModel): Encoding {
  return olderModels.test(baseModel(model)) ? 'cl100k_base' : 'o200k_base';
}
