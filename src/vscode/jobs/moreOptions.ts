import * as vscode from 'vscode';
import type { LaunchRequest } from '../../jobs/request.ts';
import {
  optionProblem,
  optionsOf,
  optionText,
  withOption,
  type OptionName,
  type RequestOption,
} from '../../jobs/requestOptions.ts';
import { pickStep, textStep, type Choice } from '../multiStep.ts';

/** Lets a person set what most jobs leave to the service; gives the request as it is in the end. */
export async function askMoreOptions(request: LaunchRequest): Promise<LaunchRequest> {
  const { t } = vscode.l10n;
  const title = t('More options');
  for (let changed = request; ;) {
    const options = optionsOf(changed).map((option): Choice<RequestOption | undefined> => ({
      label: optionWords(option.name),
      description: optionText(changed, option),
      value: option,
    }));
    const done: Choice<RequestOption | undefined> = {
      label: t('Done'),
      iconPath: new vscode.ThemeIcon('check'),
      value: undefined,
    };
    const chosen = await pickStep({ title, placeholder: t('What to set'), choices: [done, ...options] });
    if (chosen.type !== 'chosen' || !chosen.value) return changed;
    const option = chosen.value;
    const before = changed;
    const entered = await textStep({
      title,
      prompt: t('{0}. Empty = chosen by the service, or none.', optionWords(option.name)),
      placeholder: examples[option.name],
      value: optionText(before, option),
      problem: (text) => (text === '' ? undefined : optionProblem(before, option, text)),
    });
    if (entered.type === 'chosen') changed = withOption(before, option, entered.value);
  }
}

const examples: Readonly<Record<OptionName, string>> = {
  batch_size: 'auto',
  learning_rate_multiplier: 'auto',
  beta: 'auto',
  compute_multiplier: 'auto',
  eval_interval: 'auto',
  eval_samples: 'auto',
  reasoning_effort: 'default, low, medium or high',
  seed: '1',
  metadata: 'team=kitchen, run=3',
  wandb: 'project',
};

/** What a person knows an option by. */
export function optionWords(name: OptionName): string {
  const { t } = vscode.l10n;
  const words: Readonly<Record<OptionName, string>> = {
    batch_size: t('Batch size'),
    learning_rate_multiplier: t('Learning rate multiplier'),
    beta: t('Beta (how strongly the model is held to what it was)'),
    compute_multiplier: t('Compute multiplier'),
    eval_interval: t('Steps between two evaluations'),
    eval_samples: t('Answers to each example of an evaluation'),
    reasoning_effort: t('Reasoning effort'),
    seed: t('Seed'),
    metadata: t('Metadata'),
    wandb: t('Weights & Biases project'),
  };
  return words[name];
}
