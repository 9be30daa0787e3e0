import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isObject } from '../../common/json.ts';
import { endpointOf, type ConnectionSettings } from '../../jobs/connectionSettings.ts';
import { codeSnippet, snippetLanguages, type SnippetLanguage } from '../../jobs/codeSnippets/codeSnippet.ts';
import type { SnippetService, SnippetTask } from '../../jobs/codeSnippets/task.ts';
import type { LaunchIntent } from '../../jobs/journal.ts';
import { relaunchOf } from '../../jobs/relaunch.ts';
import type { JobRecord } from '../../jobs/store.ts';
import { defaultAuthentication } from '../connections/credentials.ts';
import { chooseJob, type ChoosingParts } from './chooseJob.ts';

export interface CopyParts extends ChoosingParts {
  /** The settings of a connection; undefined for the local server. */
  readonly settingsOf: (connection: string) => ConnectionSettings | undefined;
  readonly launchOf: (record: JobRecord) => Promise<LaunchIntent | undefined>;
}

/**
 * Copies a program about a job. A program says `{job, language?, task?}`; what it leaves out, the person chooses. Gives
 * the program.
 */
export async function copyAsCode(argument: unknown, parts: CopyParts): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const record = await chooseJob(argument, parts);
  if (!record) return undefined;
  const given = isObject(argument) ? argument : {};
  const tasks = tasksOf(record, await parts.launchOf(record));
  const task =
    tasks.find(({ type }) => type === given.task) ??
    (await pick(
      t('What is the program to do?'),
      tasks.map((each) => [taskName(each), each] as const),
    ));
  const language =
    snippetLanguages.find((each) => each === given.language) ??
    (task &&
      (await pick(
        t('In which language?'),
        snippetLanguages.map((each) => [languageNames[each], each] as const),
      )));
  if (!task || !language) return undefined;
  const code = codeSnippet(language, serviceOf(record.connection, parts), task);
  await vscode.env.clipboard.writeText(code);
  return code;
}

const languageNames: Readonly<Record<SnippetLanguage, string>> = { python: 'Python', node: 'Node.js', curl: 'curl' };

async function pick<T>(placeHolder: string, choices: readonly (readonly [string, T])[]): Promise<T | undefined> {
  const items = choices.map(([label, value]) => ({ label, value }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.value;
}

function taskName(task: SnippetTask): string {
  const { t } = vscode.l10n;
  switch (task.type) {
    case 'ask':
      return t('Ask the fine-tuned model');
    case 'watch':
      return t('Show the job and its newest events');
    case 'launch':
      return t('Launch a job like this one, with its files at the service');
  }
}

/** A job whose grader the service does not tell and that was not launched here cannot be launched like that. */
function tasksOf({ connection, job }: JobRecord, intent: LaunchIntent | undefined): readonly SnippetTask[] {
  const { request } = relaunchOf(connection, job, intent);
  const isWhole = job.trainingFile !== undefined && (intent !== undefined || job.method?.type !== 'reinforcement');
  const files = {
    training_file: job.trainingFile,
    ...(job.validationFile !== undefined && { validation_file: job.validationFile }),
  };
  return [
    ...(job.fineTunedModel === undefined ? [] : [{ type: 'ask', model: job.fineTunedModel } as const]),
    { type: 'watch', job: job.id },
    ...(isWhole ? [{ type: 'launch', request: { ...request, ...files } } as const] : []),
  ];
}

function serviceOf(name: string, { connections, settingsOf }: CopyParts): SnippetService {
  const { kind, host } = connections.get(name);
  const settings = settingsOf(name);
  if (!settings) {
    if (kind !== 'local')
      throw new UserError('connection.unknown', vscode.l10n.t('There is no connection named "{0}".', name));
    return { kind, authentication: 'key', baseUrl: `http://${host}/v1` };
  }
  const { authentication = defaultAuthentication, organization, project } = settings;
  return { kind, authentication, organization, project, ...endpointOf(settings) };
}
