import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { runFiles, type RunRequest } from '../engine.ts';
import { Batches } from './batches.ts';
import { BatchCourse, type Course } from './course.ts';
import { readExamples, survey, type Survey } from './dataset.ts';
import type { Learner } from './learner.ts';
import { dpo } from './methods/dpo.ts';
import type { Method } from './methods/method.ts';
import { reinforcement } from './methods/reinforcement.ts';
import { supervised } from './methods/supervised.ts';
import { LanguageModel } from './model.ts';
import { loadModel } from './modelFolder.ts';
import type { Breathe } from './pause.ts';
import type { Settings } from './settings.ts';
import { createVocabulary, extendVocabulary } from './vocabulary.ts';
import { Weights } from './weights.ts';

/** A job, read and ready to train. */
export interface Run {
  readonly settings: Settings;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  /** As it is before the first step. */
  readonly model: LanguageModel;
  /** To be called before the model's weights change. */
  begin(learner: Learner): Course;
}

/** Reads a run folder. Throws UserError for what the person has to change, Paused where `breathe` does. */
export async function readRun(folder: string, breathe: Breathe): Promise<Run> {
  const request = await readRequest(folder);
  switch (request.method) {
    case 'supervised':
      return prepare(folder, request, supervised, breathe);
    case 'dpo':
      return prepare(folder, request, dpo, breathe);
    case 'reinforcement':
      return prepare(folder, request, reinforcement(request.grader), breathe);
    default:
      throw new UserError('unsupported_method', 'This engine does not know the method of the job.');
  }
}

async function prepare<Example, S extends Settings>(
  folder: string,
  { base_folder, hyperparameters, seed }: RunRequest,
  method: Method<Example, S>,
  breathe: Breathe,
): Promise<Run> {
  const path = join(folder, runFiles.training);
  const base = await baseModel(base_folder, await survey(path, method, breathe), method.keepsWords ?? false);
  const training = await readExamples(path, method, base, breathe);
  if (training.length === 0) {
    throw new UserError('no_examples', `The training file holds no ${method.exampleName} to learn from.`);
  }
  const settings = method.settle(hyperparameters, training.length);
  const validation = await readValidation(folder, method, base, breathe);
  const { n_epochs: epochs, batch_size: batchSize } = settings;
  const batches = new Batches({ training, validation, seed, batchSize, epochs });
  const { stepsPerEpoch, totalSteps } = batches;
  return {
    settings,
    stepsPerEpoch,
    totalSteps,
    model: base,
    begin(learner) {
      const objective = method.begin({ settings, base, learner, seed });
      return new BatchCourse(batches, validation, objective, method.evaluationInterval?.(settings));
    },
  };
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

/** The model to start from, with words for the new answers unless it keeps its own. */
async function baseModel(
  folder: string | null,
  { words, rarity }: Survey,
  keepsWords: boolean,
): Promise<LanguageModel> {
  const bits = Weights.bitsFor(words.size);
  if (folder === null) return new LanguageModel(createVocabulary(words), rarity, new Weights(bits));
  const base = await loadModel(folder);
  const vocabulary = keepsWords ? base.vocabulary : extendVocabulary(base.vocabulary, words);
  return new LanguageModel(vocabulary, base.rarity.plus(rarity), base.weights.grown(bits));
}

async function readValidation<Example, S extends Settings>(
  folder: string,
  method: Method<Example, S>,
  model: LanguageModel,
  breathe: Breathe,
): Promise<readonly Example[]> {
  try {
    return await readExamples(join(folder, runFiles.validation), method, model, breathe);
  } catch (error) {
    if (error instanceof UserError && error.code === 'file_not_found') return [];
    throw error;
  }
}
