import * as vscode from 'vscode';
import type { RuleId } from '../../dataset/problems.ts';
import { epochsOf, likelyEpochs, methodOf, priceOf, readPrices, trainingCost, type Price } from '../../jobs/cost.ts';
import { optionsOf, optionText } from '../../jobs/requestOptions.ts';
import { retirements } from '../../jobs/retirement.ts';
import { counted } from '../plural.ts';
import { currentSettings } from '../settings.ts';
import { optionWords } from './moreOptions.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';
import { numberText } from './words.ts';

/** What a person should know before a job is sent. */
export interface LaunchFacts {
  /** One fact a line. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/** The facts of a launch; `problems` are the sentences of the rules on jobs, `now` is in milliseconds. */
export function launchFacts(prepared: PreparedLaunch, problems: readonly string[], now: number): LaunchFacts {
  const { t } = vscode.l10n;
  const { connection, request, training, validation, models } = prepared;
  const { name, host, kind, features } = connection;
  const where = kind === 'local' ? t('Local server on this machine ({0}), free', host) : t('{0} ({1})', name, host);
  const ending = retirements({ host, model: request.model, models, closedAt: features.closedAt }, now);
  return {
    lines: [
      t('Training: {0}', datasetText(training)),
      validation ? t('Validation: {0}', datasetText(validation)) : t('Validation: none'),
      t('Model: {0}', request.model),
      t('Method: {0}, epochs: {1}', methodOf(request), String(epochsOf(request))),
      ...(request.suffix === undefined ? [] : [t('Suffix: {0}', request.suffix)]),
      ...optionTexts(prepared),
      ...(kind === 'local' ? [] : [costText(prepared)]),
      t('On: {0}', where),
    ],
    warnings: [
      ...repeatText(training, 'file/duplicate-example', t('{0} examples of the training file stand in it twice.')),
      ...repeatText(
        validation,
        'file/train-validation-overlap',
        t('{0} examples of the validation file are trained on.'),
      ),
      ...problems,
      ...ending.map(({ message, advice }) => `${message} ${advice}`),
    ],
  };
}

function datasetText(source: LaunchFile): string {
  if ('id' in source) return source.id;
  const { file, check } = source;
  const parts = [file.name, counted.examples(check.examples)];
  if (check.tokens !== undefined) parts.push(counted.tokens(check.tokens));
  if (check.warnings > 0) parts.push(counted.warnings(check.warnings));
  return parts.join(', ');
}

/** The options that the person has set. */
function optionTexts({ request }: PreparedLaunch): readonly string[] {
  const set = optionsOf(request).filter((option) => optionText(request, option) !== '');
  return set.map((option) => `${optionWords(option.name)}: ${optionText(request, option)}`);
}

function repeatText(source: LaunchFile | undefined, rule: RuleId, words: string): readonly string[] {
  if (!source || 'id' in source) return [];
  const count = source.check.problems.filter((problem) => problem.rule === rule).length;
  return count === 0 ? [] : [words.replace('{0}', numberText(count))];
}

/** What the training is likely to cost, and how that is reckoned. */
interface Estimate {
  readonly usd: number;
  readonly price: Price;
  readonly epochs: number;
}

/** Undefined where there is no price, or nobody knows how much is trained on. */
export function estimatedCost({ request, training }: PreparedLaunch): Estimate | undefined {
  const price = priceOf(request.model, readPrices(currentSettings.prices()));
  // Reinforcement is paid by the hour.
  if (!price || 'id' in training || methodOf(request) === 'reinforcement') return undefined;
  const { tokens, examples } = training.check;
  if (tokens === undefined) return undefined;
  const chosen = epochsOf(request);
  const epochs = chosen === 'auto' ? likelyEpochs(examples) : chosen;
  return { usd: trainingCost(tokens, epochs, price), price, epochs };
}

export const dollars = (usd: number): string => usd.toLocaleString(undefined, { style: 'currency', currency: 'USD' });

/** The cost with where the price is from; "unknown" where it cannot be told. */
function costText(prepared: PreparedLaunch): string {
  const { t } = vscode.l10n;
  const { request, training } = prepared;
  const estimate = estimatedCost(prepared);
  if (estimate) {
    const { usdPerMillionTokens, date, source } = estimate.price;
    const how = t('${0} per million tokens, {1} epochs; {2}, {3}', usdPerMillionTokens, estimate.epochs, source, date);
    return t('Cost: about {0} ({1})', dollars(estimate.usd), how);
  }
  const isCounted = !('id' in training) && training.check.tokens !== undefined;
  if (!isCounted || methodOf(request) === 'reinforcement') return t('Cost: unknown');
  return t('Cost: unknown (no price for {0} in finetune.launch.prices)', request.model);
}
