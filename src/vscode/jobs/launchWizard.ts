import * as vscode from 'vscode';
import type { ServiceModel } from '../../jobs/api.ts';
import type { JsonObject } from '../../common/json.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { Memory } from '../../jobs/features.ts';
import type { LaunchRequest } from '../../jobs/request.ts';
import { isAutoOrInteger, jobLimits } from '../../jobs/requestRules/limits.ts';
import type { MethodName } from '../../jobs/requestRules/methods.ts';
import { mapOutcome, pickStep, runSteps, textStep, type Choice, type Step, type StepOutcome } from '../multiStep.ts';
import { chooseDataset } from './datasetPicker.ts';
import { graderStep } from './graderStep.ts';
import { modelChoice } from './modelChoice.ts';
import { lastChoices, rememberChoices, type LastChoices } from './launchMemory.ts';

/** Stands above every question of it. */
export const launchTitle = (): string => vscode.l10n.t('Launch a fine-tuning job');

/** What the wizard asks for. */
export interface LaunchAnswers {
  readonly validationFile: vscode.Uri | undefined;
  readonly model: string;
  /** "auto" or a whole number. */
  readonly epochs: number | 'auto';
  readonly suffix: string;
  /** Of reinforcement. */
  readonly grader?: JsonObject;
}

/** What is known before the first question. */
export interface LaunchQuestion {
  readonly connection: Connection;
  readonly trainingFile: vscode.Uri;
  /** The way of training that the format of the training file is for. */
  readonly method: MethodName;
  /** Models to start from: of the service, and those that jobs have made. */
  readonly models: readonly ServiceModel[];
  readonly memory: Memory;
}

const modelStep =
  (models: readonly ServiceModel[], { host }: Connection): Step<LaunchAnswers> =>
  async (answers, frame) => {
    const choices = models.map((model) => modelChoice(model, host, models));
    const placeholder = vscode.l10n.t('Model to start from; type the id of one that is not listed');
    const typed = (id: string): Choice<string> => ({ label: id, value: id, description: vscode.l10n.t('as typed') });
    const result = await pickStep({ ...frame, placeholder, choices, active: answers.model, typed });
    return mapOutcome(result, (model) => ({ ...answers, model }));
  };

const validationStep =
  (trainingFile: vscode.Uri, isNeeded: boolean): Step<LaunchAnswers> =>
  async (answers, frame) => {
    const result = await chooseDataset({
      ...frame,
      placeholder: vscode.l10n.t('Validation file: examples kept back to measure with'),
      ...(isNeeded ? {} : { none: vscode.l10n.t('No validation file') }),
      except: trainingFile,
      ...(answers.validationFile && { active: answers.validationFile }),
    });
    return mapOutcome(result, (validationFile) => ({ ...answers, validationFile }));
  };

const epochsStep: Step<LaunchAnswers> = async (answers, frame) => {
  const result = await textStep({
    ...frame,
    prompt: vscode.l10n.t('Epochs: how many times the model sees each example. Empty = chosen by the service.'),
    placeholder: vscode.l10n.t('auto'),
    value: answers.epochs === 'auto' ? '' : String(answers.epochs),
    problem: (text) => {
      const { min, max } = jobLimits.nEpochs;
      const isRight = text === '' || isAutoOrInteger(text === 'auto' ? text : Number(text), jobLimits.nEpochs);
      return isRight ? undefined : vscode.l10n.t('Epochs: auto or {0} to {1}.', min, max);
    },
  });
  return mapOutcome(result, (text) => ({ ...answers, epochs: text === '' || text === 'auto' ? 'auto' : Number(text) }));
};

const suffixStep =
  ({ suffixLimit: max }: Connection): Step<LaunchAnswers> =>
  async (answers, frame) => {
    const result = await textStep({
      ...frame,
      prompt: vscode.l10n.t("Suffix: becomes part of the new model's name. Empty = none."),
      placeholder: vscode.l10n.t('medical-coding'),
      value: answers.suffix,
      problem: (text) => {
        if (text.length > max) return vscode.l10n.t('Suffix must have 1 to {0} characters.', max);
        const isPlain = /^[A-Za-z0-9_-]*$/.test(text);
        return isPlain ? undefined : vscode.l10n.t('Use letters, digits, - and _ in the suffix.');
      },
    });
    return mapOutcome(result, (suffix) => ({ ...answers, suffix }));
  };

/**
 * Asks for the parameters of a job. What was answered is offered again when the person left half-way. `canGoBack`: to what
 * was asked before.
 */
export async function askLaunchAnswers(
  question: LaunchQuestion,
  canGoBack: boolean,
): Promise<StepOutcome<LaunchAnswers>> {
  const { connection, trainingFile, method, models, memory } = question;
  const last = lastChoices(memory);
  const isSame = last.connection === connection.name && last.trainingFile === trainingFile.toString();
  const isOffered = connection.name === last.connection && last.model !== undefined;
  const start: LaunchAnswers = {
    validationFile: isSame && last.validationFile !== undefined ? vscode.Uri.parse(last.validationFile) : undefined,
    model: (isOffered ? last.model : undefined) ?? models[0]?.id ?? '',
    epochs: last.epochs ?? 'auto',
    suffix: isSame ? (last.suffix ?? '') : '',
  };
  const remembering = (step: Step<LaunchAnswers>): Step<LaunchAnswers> => {
    return async (answers, frame) => {
      const result = await step(answers, frame);
      if (result.type === 'chosen') rememberChoices(memory, choicesOf(result.value, question));
      return result;
    };
  };
  const isReinforcement = method === 'reinforcement';
  const steps = [
    modelStep(models, connection),
    validationStep(trainingFile, isReinforcement),
    epochsStep,
    suffixStep(connection),
  ];
  const all = isReinforcement ? [...steps, graderStep<LaunchAnswers>()] : steps;
  const result = await runSteps(launchTitle(), all.map(remembering), start, canGoBack);
  if (result.type === 'chosen') rememberChoices(memory, { ...choicesOf(result.value, question), suffix: '' });
  return result;
}

function choicesOf(
  { model, epochs, validationFile, suffix }: LaunchAnswers,
  { connection, trainingFile }: LaunchQuestion,
): LastChoices {
  const files = {
    trainingFile: trainingFile.toString(),
    ...(validationFile && { validationFile: validationFile.toString() }),
  };
  return { connection: connection.name, model, epochs, suffix, ...files };
}

/** The answers as a job's parameters. */
export function requestOf({ model, epochs, suffix, grader }: LaunchAnswers, method: MethodName): LaunchRequest {
  const block = { ...(grader && { grader }), hyperparameters: { n_epochs: epochs } };
  return { model, method: { type: method, [method]: block }, ...(suffix !== '' && { suffix }) };
}
