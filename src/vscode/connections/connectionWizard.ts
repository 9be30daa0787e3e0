import * as vscode from 'vscode';
import {
  isReadableOnTheWay,
  nameProblem,
  openaiUrl,
  urlProblem,
  type Authentication,
  type ConnectionSettings,
  type RemoteKind,
} from '../../jobs/connectionSettings.ts';
import { mapOutcome, pickStep, runSteps, textStep, type Choice, type Step } from '../multiStep.ts';
import { defaultAuthentication } from './credentials.ts';

/** A kind of service and what proves there who asks. */
type Way = `${RemoteKind}/${Authentication}`;

const wayStep: Step<ConnectionSettings> = async (answers, frame) => {
  const { t } = vscode.l10n;
  const choices: Choice<Way>[] = [
    { value: 'openai/key', label: t('OpenAI'), description: new URL(openaiUrl).host },
    { value: 'azure/key', label: t('Azure OpenAI, with a key'), description: t('Microsoft Foundry') },
    { value: 'azure/microsoft', label: t('Azure OpenAI, with a Microsoft account'), description: t('Microsoft Entra') },
    { value: 'compatible/key', label: t('Another service, with a key'), description: t('speaks the OpenAI API') },
    { value: 'compatible/none', label: t('Another service, without a key'), description: t('speaks the OpenAI API') },
  ];
  const active: Way = `${answers.kind}/${answers.authentication ?? defaultAuthentication}`;
  const result = await pickStep({ ...frame, placeholder: t('What kind of service is it?'), choices, active });
  return mapOutcome(result, (way) => {
    const [kind, authentication] = way.split('/') as [RemoteKind, Authentication];
    return { ...(kind === answers.kind ? answers : { name: answers.name }), kind, authentication };
  });
};

const urlStep: Step<ConnectionSettings> = async (answers, frame) => {
  const { t } = vscode.l10n;
  const { kind } = answers;
  const prompts: Readonly<Record<RemoteKind, string>> = {
    openai: t("Address. Empty = OpenAI's own; another for data residency."),
    azure: t('Address of the resource or the Foundry project. With ?api-version=... for the older API.'),
    compatible: t('Address, version included.'),
  };
  const examples: Readonly<Record<RemoteKind, string>> = {
    openai: openaiUrl,
    azure: 'https://RESOURCE.openai.azure.com',
    compatible: 'https://host/v1',
  };
  const result = await textStep({
    ...frame,
    prompt: prompts[kind],
    placeholder: examples[kind],
    value: answers.url ?? '',
    problem: (text) => urlProblem(kind, text),
  });
  if (result.type !== 'chosen') return result;
  const url = result.value;
  const decision = isReadableOnTheWay(url) ? await askToUse(url) : 'use';
  if (decision === 'left') return { type: 'left' };
  if (decision === 'change') return urlStep({ ...answers, url }, frame);
  const { url: _, ...others } = answers;
  return { type: 'chosen', value: url === '' ? others : { ...others, url } };
};

/**
 * Names of a service inside one's own network are common with http; whoever is on the way reads everything. The first button,
 * which has the focus, goes back to the address.
 */
async function askToUse(url: string): Promise<'change' | 'use' | 'left'> {
  const { t } = vscode.l10n;
  const [change, use] = [t('Change It'), t('Use It')];
  const detail = t('Whoever is on the way to {0} can read the key and your data.', new URL(url).host);
  const question = t('Use an address without encryption?');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, change, use);
  return chosen === use ? 'use' : chosen === change ? 'change' : 'left';
}

/** Host and port, and a number where that is taken. */
function suggestedName({ kind, url }: ConnectionSettings, others: readonly { readonly name: string }[]): string {
  const base = url === undefined ? 'OpenAI' : new URL(url).host.replace(/\.openai\.azure\.com$/, '').replace(':', ' ');
  const names = [base, ...Array.from({ length: 9 }, (_, i) => `${base} ${i + 2}`), kind].map((name) =>
    name.slice(0, 40),
  );
  return names.find((name) => nameProblem(name, others) === undefined) ?? '';
}

const nameStep =
  (others: readonly { readonly name: string }[]): Step<ConnectionSettings> =>
  async (answers, frame) => {
    const { t } = vscode.l10n;
    const result = await textStep({
      ...frame,
      prompt: t('Name of the connection, as job files refer to it.'),
      placeholder: '',
      value: answers.name || suggestedName(answers, others),
      problem: (name) => nameProblem(name, others),
    });
    return mapOutcome(result, (name) => ({ ...answers, name }));
  };

/** Asks for a connection, from what is there already; undefined where the person left. */
export async function askConnection(
  start: ConnectionSettings | undefined,
  others: readonly { readonly name: string }[],
): Promise<ConnectionSettings | undefined> {
  const { t } = vscode.l10n;
  const title = start ? t('Edit {0}', start.name) : t('Add a connection');
  const steps = [wayStep, urlStep, nameStep(others)];
  const result = await runSteps<ConnectionSettings>(title, steps, start ?? { name: '', kind: 'openai' });
  return result.type === 'chosen' ? result.value : undefined;
}
