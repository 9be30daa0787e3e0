import * as vscode from 'vscode';
import type { Format } from '../../dataset/formats.ts';
import type { Connection } from '../../jobs/connections.ts';
import { methodFormats, methodNames, type MethodName } from '../../jobs/requestRules/methods.ts';
import { goThrough, mapOutcome, type PlainStep } from '../multiStep.ts';
import { activeDataset } from './chosenFile.ts';
import { chooseDataset } from './datasetPicker.ts';
import { chooseConnection, offeredModels } from './launchService.ts';
import { askLaunchAnswers, launchTitle, requestOf, type LaunchAnswers } from './launchWizard.ts';
import type { PrepareParts } from './prepareLaunch.ts';
import { readyTraining, readyValidation } from './readyFiles.ts';
import type { PreparedLaunch } from './sendLaunch.ts';

/** What is known so far of a launch that is being asked for. */
interface Asked {
  readonly trainingFile?: vscode.Uri | undefined;
  readonly connection: Connection;
  /** All but the validation file, which is checked when nothing is asked any more. */
  readonly prepared?: Omit<PreparedLaunch, 'validation'>;
  readonly answers?: LaunchAnswers;
}

/** From what a person answers, back and forth; undefined where the person left. */
export async function prepareByAsking(argument: unknown, parts: PrepareParts): Promise<PreparedLaunch | undefined> {
  const given = argument instanceof vscode.Uri ? argument : activeDataset();
  const hasChoice = parts.connections.list().length > 1;
  const steps = [...(given ? [] : [fileStep]), ...(hasChoice ? [connectionStep(parts)] : []), parametersStep(parts)];
  const result = await goThrough<Asked>(steps, { trainingFile: given, connection: parts.connections.default() });
  if (result.type !== 'chosen') return undefined;
  const { prepared, answers, connection } = result.value;
  if (!prepared) return undefined;
  const file = answers?.validationFile;
  return { ...prepared, validation: file && (await readyValidation(file, prepared.training, connection, parts)) };
}

const fileStep: PlainStep<Asked> = async (asked, canGoBack) => {
  const placeholder = vscode.l10n.t('Training file: the examples to learn from');
  const result = await chooseDataset({ title: launchTitle(), canGoBack, placeholder });
  return mapOutcome(result, (trainingFile) => ({ ...asked, trainingFile }));
};

/** Where there is more than the local server a person says which. */
const connectionStep =
  (parts: PrepareParts): PlainStep<Asked> =>
  async (asked, canGoBack) => {
    const result = await chooseConnection(parts, { title: launchTitle(), canGoBack });
    return mapOutcome(result, (connection) => ({ ...asked, connection }));
  };

/** Problems first: nobody wants to fill in a form to learn that the file is broken. */
const parametersStep =
  (parts: PrepareParts): PlainStep<Asked> =>
  async (asked, canGoBack) => {
    const { trainingFile, connection } = asked;
    if (!trainingFile) return { type: 'left' };
    const training = await readyTraining(trainingFile, connection, parts);
    const method = methodFor(training.check.format);
    const models = await offeredModels(connection, parts.store);
    const question = { connection, trainingFile, method, models, memory: parts.memory };
    const result = await askLaunchAnswers(question, canGoBack);
    return mapOutcome(result, (answers) => {
      const prepared = { connection, request: requestOf(answers, method), models, training };
      return { ...asked, answers, prepared };
    });
  };

/** The way of training that a format is for. */
function methodFor(format: Format | undefined): MethodName {
  return methodNames.find((name) => format !== undefined && methodFormats[name].includes(format)) ?? 'supervised';
}
