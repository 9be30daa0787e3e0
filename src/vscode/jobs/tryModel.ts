import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import { rowsOf } from '../../jobs/answers/rows.ts';
import { parseTryArgument, systemOf, tryModel, type Trial, type TryArgument } from '../../jobs/answers/tryModel.ts';
import type { Connection } from '../../jobs/connections.ts';
import type { Lineage } from '../../jobs/journal.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { addressOf } from '../address.ts';
import { mapOutcome, pickStep, runSteps, textStep, type Choice, type Step, type StepFrame } from '../multiStep.ts';
import { withProgress } from '../progress.ts';
import type { Reports } from '../reports.ts';
import { savedFile } from '../savedFile.ts';
import { chooseJob, type ChoosingParts } from './chooseJob.ts';
import { jobName } from './jobName.ts';
import { triedText } from './triedText.ts';
import { requireUnattended } from './unattended.ts';

export interface TryParts extends ChoosingParts {
  readonly reports: Reports;
  /** What was asked last in this window. */
  readonly last: { message: string };
  readonly lineageOf: (record: JobRecord) => Promise<Lineage | undefined>;
}

/** A model, and the job that made it as far as it is known. */
interface Target {
  readonly connection: Connection;
  readonly model: string;
  readonly record: JobRecord | undefined;
}

/** What `finetune.tryModel` gives to a program. */
export interface TriedModel {
  readonly answer: string;
  readonly baseAnswer?: string;
}

/**
 * `finetune.tryModel`: asks a fine-tuned model and its base the same, and shows what both answer. For a row, a job id, or
 * `{model or job, connection?, message, system?, confirm?}`; the person is asked for what is missing. Gives the answers;
 * undefined where the person left.
 */
export async function tryJobModel(argument: unknown, parts: TryParts): Promise<TriedModel | undefined> {
  const given = parseTryArgument(argument);
  const target = await targetOf(argument, parts);
  if (!target) return undefined;
  const { connection, model } = target;
  if (!given.confirm) requireUnattended(connection);
  else if (given.message !== undefined && connection.kind !== 'local' && !(await confirm(target))) return undefined;
  const trial = await trialOf(given, target, parts);
  if (!trial) return undefined;
  const tried = await withProgress(vscode.l10n.t('Trying {0}', model), async (report, signal) => {
    const api = await connection.open('person', signal);
    return tryModel(trial, { api, signal, onAsk: (asked) => report(vscode.l10n.t('asking {0}', asked)) });
  });
  if (given.confirm) await parts.reports.show(model, triedText(trial, tried), 'beside');
  const { answer, baseAnswer } = tried;
  return { answer, ...(baseAnswer !== undefined && { baseAnswer }) };
}

async function targetOf(argument: unknown, parts: TryParts): Promise<Target | undefined> {
  const { connections, store } = parts;
  const fields = isObject(argument) ? argument : {};
  const model = isObject(fields.checkpoint) ? fields.checkpoint.model : fields.model;
  if (typeof model === 'string' && model !== '') {
    const isNamed = isObject(fields.record) || typeof fields.job === 'string';
    const makers = store.list(typeof fields.connection === 'string' ? fields.connection : undefined);
    const record = isNamed ? await chooseJob(argument, parts) : makers.find((each) => hasMade(each, model));
    const name = typeof fields.connection === 'string' ? fields.connection : record?.connection;
    return { connection: name === undefined ? connections.default() : connections.get(name), model, record };
  }
  const record = await chooseJob(argument, parts, ({ job }) => job.fineTunedModel !== undefined);
  if (!record) return undefined;
  const { fineTunedModel } = record.job;
  if (fineTunedModel) return { connection: connections.get(record.connection), model: fineTunedModel, record };
  throw new UserError(
    'model.notReady',
    vscode.l10n.t('Job {0} has made no model yet.', jobName(record.job)),
    vscode.l10n.t('It can be tried when the job has succeeded.'),
  );
}

const hasMade = ({ job, checkpoints }: JobRecord, model: string): boolean =>
  job.fineTunedModel === model || checkpoints.some((checkpoint) => checkpoint.model === model);

/** A program asks; an answer may cost money elsewhere than on this machine. */
async function confirm({ connection, model }: Target): Promise<boolean> {
  const { t } = vscode.l10n;
  const question = t('Ask {0} on {1} ({2})?', model, connection.name, connection.host);
  const go = t('Ask');
  return (await vscode.window.showInformationMessage(question, { modal: true }, go)) === go;
}

async function trialOf(given: TryArgument, target: Target, parts: TryParts): Promise<Trial | undefined> {
  const { model, record } = target;
  const base = record?.job.model || undefined;
  const trained = given.system ?? (await trainedSystem(record, parts));
  if (given.message !== undefined) return { model, base, message: given.message, system: trained ?? '' };
  const { t } = vscode.l10n;
  const steps: readonly Step<Trial>[] = [
    (trial, frame) => askMessage(trial, frame, parts.last),
    (trial, frame) => askSystem(trial, frame, trained),
  ];
  const start = { model, base, message: '', system: '' };
  const outcome = await runSteps(t('Try {0} on {1}', model, target.connection.host), steps, start);
  if (outcome.type !== 'chosen') return undefined;
  parts.last.message = outcome.value.message;
  return outcome.value;
}

const askMessage = async (trial: Trial, frame: StepFrame, last: TryParts['last']) =>
  mapOutcome(
    await textStep({
      ...frame,
      prompt: vscode.l10n.t('What the model is asked'),
      placeholder: vscode.l10n.t('Message of the user'),
      value: trial.message || last.message,
      problem: (text) => (text === '' ? vscode.l10n.t('Write a message.') : undefined),
    }),
    (message) => ({ ...trial, message }),
  );

async function askSystem(trial: Trial, frame: StepFrame, trained: string | undefined) {
  const { t } = vscode.l10n;
  const none: Choice<string> = { label: t('No system message'), value: '' };
  const known: readonly Choice<string>[] = trained
    ? [{ label: t('As in the training file'), detail: trained, value: trained }]
    : [];
  const outcome = await pickStep({
    ...frame,
    placeholder: t('System message; type another one'),
    choices: [...known, none],
    typed: (text) => ({ label: text, value: text, description: t('as typed') }),
  });
  return mapOutcome(outcome, (system) => ({ ...trial, system }));
}

/** The system message of the first example that the job was trained on, where its file can still be read on this machine. */
async function trainedSystem(record: JobRecord | undefined, { lineageOf }: TryParts): Promise<string | undefined> {
  const path = record && (await lineageOf(record))?.training?.path;
  return path === undefined ? undefined : firstSystem(path).catch(() => undefined);
}

async function firstSystem(path: string): Promise<string | undefined> {
  const file = await savedFile(addressOf(path));
  for await (const row of rowsOf((await file.open()).stream())) return systemOf(row);
  return undefined;
}
