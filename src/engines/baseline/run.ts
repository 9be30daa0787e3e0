import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { runFiles, type RunRequest } from '../engine.ts';
import { Batches } from './batches.ts';
import { readExamples, survey, type Example, type Survey } from './dataset.ts';
import { LanguageModel } from './model.ts';
import { loadModel } from './modelFolder.ts';
import { settle, type Settings } from './settings.ts';
import { createVocabulary, extendVocabulary } from './vocabulary.ts';
import { Weights } from './weights.ts';

/** A job, read and ready to train. */
export interface Run {
  readonly settings: Settings;
  readonly batches: Batches;
  /** Empty where the job has no validation file. */
  readonly validation: readonly Example[];
  /** As it is before the first step. */
  readonly model: LanguageModel;
  /** Answer tokens learned in the whole run: every epoch counts. */
  readonly trainedTokens: number;
}

/** Reads a run folder. Throws UserError for what the person has to change. */
export async function readRun(folder: string): Promise<Run> {
  const request = await readRequest(folder);
  if (request.method !== 'supervised') {
    throw new UserError('unsupported_method', 'This engine trains with the method supervised only.');
  }
  const trainingPath = join(folder, runFiles.training);
  const model = await baseModel(request.base_folder, await survey(trainingPath));
  const training = await readExamples(trainingPath, model);
  if (training.length === 0) {
    throw new UserError('no_examples', 'The training file holds no assistant message to learn from.');
  }
  const settings = settle(request.hyperparameters, training.length);
  const validation = await readValidation(folder, model);
  const { n_epochs: epochs, batch_size: batchSize } = settings;
  const batches = new Batches({ training, validation, seed: request.seed, batchSize, epochs });
  return { settings, batches, validation, model, trainedTokens: epochs * answerTokens(training) };
}

function answerTokens(examples: readonly Example[]): number {
  return examples.flat().reduce((sum, answer) => sum + answer.tokens.length, 0);
}

async function readRequest(folder: string): Promise<RunRequest> {
  let request: RunRequest;
  try {
    request = JSON.parse(await readFile(join(folder, runFiles.request), 'utf8')) as RunRequest;
  } catch (error) {
    throw new UserError('invalid_request', 'The request of this run cannot be read.', '', { cause: error });
  }
  if (!Number.isInteger(request.seed)) throw new UserError('invalid_request', 'The seed must be a whole number.');
  return { ...request, hyperparameters: request.hyperparameters ?? {} };
}

/** The model to start from, with words for the new answers. */
async function baseModel(folder: string | null, { words, rarity }: Survey): Promise<LanguageModel> {
  const bits = Weights.bitsFor(words.size);
  if (folder === null) return new LanguageModel(createVocabulary(words), rarity, new Weights(bits));
  const base = await loadModel(folder);
  const vocabulary = extendVocabulary(base.vocabulary, words);
  return new LanguageModel(vocabulary, base.rarity.plus(rarity), base.weights.grown(bits));
}

async function readValidation(folder: string, model: LanguageModel): Promise<readonly Example[]> {
  try {
    return await readExamples(join(folder, runFiles.validation), model);
  } catch (error) {
    if (error instanceof UserError && error.code === 'file_not_found') return [];
    throw error;
  }
}
