import * as vscode from 'vscode';
import type { ServiceModel } from '../../jobs/api.ts';
import type { LaunchRequest } from '../../jobs/request.ts';
import { isAutoOrInteger, jobLimits } from '../../jobs/requestRules/limits.ts';
import { pickStep, runSteps, textStep, type Choice, type Step, type StepOutcome } from '../multiStep.ts';
import { chooseDataset } from './datasetPicker.ts';

/** What the wizard asks for; the training file is known before it starts. */
export interface LaunchAnswers {
  readonly trainingFile: vscode.Uri;
  readonly validationFile: vscode.Uri | undefined;
  readonly model: string;
  /** "auto" or a whole number. */
  readonly epochs: number | 'auto';
  readonly suffix: string;
}

const mapOutcome = <T, A>(result: StepOutcome<T>, add: (value: T) => A): StepOutcome<A> =>
  result.type === 'chosen' ? { type: 'chosen', value: add(result.value) } : result;

const modelStep =
  (models: readonly ServiceModel[]): Step<LaunchAnswers> =>
  async (answers, frame) => {
    const choices: Choice<string>[] = models.map(({ id, ownedBy }) => ({
      label: id,
      value: id,
      ...(ownedBy !== undefined && { description: ownedBy }),
    }));
    const placeholder = vscode.l10n.t('Model to start from');
    const result = await pickStep({ ...frame, placeholder, choices, active: answers.model });
    return mapOutcome(result, (model) => ({ ...answers, model }));
  };

const validationStep: Step<LaunchAnswers> = async (answers, frame) => {
  const result = await chooseDataset({
    ...frame,
    placeholder: vscode.l10n.t('Validation file: examples kept back to measure with'),
    none: vscode.l10n.t('No validation file'),
    except: answers.trainingFile,
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

const suffixStep: Step<LaunchAnswers> = async (answers, frame) => {
  const result = await textStep({
    ...frame,
    prompt: vscode.l10n.t("Suffix: becomes part of the new model's name. Empty = none."),
    placeholder: vscode.l10n.t('medical-coding'),
    value: answers.suffix,
    problem: (text) => {
      const { max } = jobLimits.suffixLength;
      if (text.length > max) return vscode.l10n.t('Suffix must have 1 to {0} characters.', max);
      const isPlain = /^[A-Za-z0-9_-]*$/.test(text);
      return isPlain ? undefined : vscode.l10n.t('Use letters, digits, - and _ in the suffix.');
    },
  });
  return mapOutcome(result, (suffix) => ({ ...answers, suffix }));
};

/** Asks for the parameters of a job; undefined where the person left. */
export function askLaunchAnswers(
  trainingFile: vscode.Uri,
  models: readonly ServiceModel[],
): Promise<LaunchAnswers | undefined> {
  const start: LaunchAnswers = {
    trainingFile,
    validationFile: undefined,
    model: models[0]?.id ?? '',
    epochs: 'auto',
    suffix: '',
  };
  return runSteps(
    vscode.l10n.t('Launch a fine-tuning job'),
    [modelStep(models), validationStep, epochsStep, suffixStep],
    start,
  );
}

/** The answers as a job's parameters. */
export function requestOf(answers: LaunchAnswers): LaunchRequest {
  const hyperparameters = { n_epochs: answers.epochs };
  return {
    model: answers.model,
    method: { type: 'supervised', supervised: { hyperparameters } },
    ...(answers.suffix !== '' && { suffix: answers.suffix }),
  };
}
