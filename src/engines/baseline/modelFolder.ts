import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { writeFolderDurably } from './durable.ts';
import { LanguageModel } from './model.ts';
import { Rarity } from './rarity.ts';
import { packSparse, unpackSparse } from './sparse.ts';
import { Vocabulary, type Generation } from './vocabulary.ts';
import { Weights } from './weights.ts';

/** What model.json holds; prompts.bin has the counts of prompt features, weights.bin the weights that are not 0. */
interface ModelFile {
  readonly kind: 'baseline-language-model';
  readonly version: 1;
  /** log2 of the number of places for weights. */
  readonly bits: number;
  /** Prompts that were counted. */
  readonly prompts: number;
  readonly generations: readonly Generation[];
}

/** Puts a model folder at `path`, in the place of one that may be there. The same model gives the same bytes. */
export async function saveModel(path: string, model: LanguageModel): Promise<void> {
  const { weights, vocabulary, rarity } = model;
  const file: ModelFile = {
    kind: 'baseline-language-model',
    version: 1,
    bits: weights.bits,
    prompts: rarity.prompts,
    generations: vocabulary.generations,
  };
  await writeFolderDurably(path, {
    'model.json': [Buffer.from(JSON.stringify(file))],
    'prompts.bin': packSparse([rarity.counts]),
    'weights.bin': packSparse([weights.values]),
  });
}

/** Throws UserError `invalid_model` where there is no model folder of this engine at `path`. */
export async function loadModel(path: string): Promise<LanguageModel> {
  try {
    const file = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as ModelFile;
    if (file.kind !== 'baseline-language-model' || file.version !== 1) throw new RangeError('another kind of model');
    const [counts] = unpackSparse(await readFile(join(path, 'prompts.bin')), 1, Rarity.bits);
    const [values] = unpackSparse(await readFile(join(path, 'weights.bin')), 1, file.bits);
    const rarity = new Rarity(file.prompts, counts);
    return new LanguageModel(new Vocabulary(file.generations), rarity, new Weights(file.bits, values));
  } catch (error) {
    throw new UserError('invalid_model', 'The base model cannot be read.', '', { cause: error });
  }
}
