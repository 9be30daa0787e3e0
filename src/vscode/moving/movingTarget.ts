import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { ServiceModel } from '../../jobs/api.ts';
import type { Connection, Connections } from '../../jobs/connections.ts';
import { methodOf } from '../../jobs/cost.ts';
import type { MovingJob } from '../../jobs/moving/movingJob.ts';
import { suggestedModel } from '../../jobs/moving/targetModel.ts';
import { baseName } from '../../jobs/requestRules/models.ts';
import { modelChoice } from '../jobs/modelChoice.ts';
import { pickStep, type Choice } from '../multiStep.ts';

/** Lets the person choose where jobs go: any service but the one that all of them come from. */
export async function askTarget(jobs: readonly MovingJob[], connections: Connections): Promise<Connection | undefined> {
  const { t } = vscode.l10n;
  const sources = new Set(jobs.map(({ from }) => from.connection));
  const others = connections.list().filter(({ name }) => sources.size > 1 || !sources.has(name));
  if (others.length === 0) {
    throw new UserError(
      'moving.noTarget',
      t('There is no other connection to launch on.'),
      t('Add one with "Add Connection...".'),
    );
  }
  const choices = others.map((connection) => ({
    label: connection.name,
    description: connection.host,
    iconPath: new vscode.ThemeIcon(connection.kind === 'local' ? 'server-process' : 'cloud'),
    value: connection,
  }));
  const title = t('Launch again on another service');
  const result = await pickStep({ title, placeholder: t('Service to launch on'), choices });
  return result.type === 'chosen' ? result.value : undefined;
}

/** What jobs start from at the new service, by what they started from. */
export type ModelsThere = ReadonlyMap<string, string>;

/** The key of a job in {@link ModelsThere}: jobs from the same model by the same method are asked about once. */
export const startOf = ({ request }: MovingJob): string => `${methodOf(request)} ${request.model}`;

/** Has the person choose a model of those offered for each that jobs started from; undefined where the person left. */
export async function askModels(
  jobs: readonly MovingJob[],
  { name, host }: Connection,
  models: readonly ServiceModel[],
  now: number,
): Promise<ModelsThere | undefined> {
  const { t } = vscode.l10n;
  const chosen = new Map<string, string>();
  const starts = Array.from(new Set(jobs.map(startOf)));
  for (const start of starts) {
    const [first, ...rest] = jobs.filter((job) => startOf(job) === start);
    if (!first) continue;
    const { model } = first.request;
    const suggested = suggestedModel({ model, method: methodOf(first.request) }, models, now);
    const result = await pickStep({
      title: t('Launch again on {0}', name),
      ...(starts.length > 1 && { step: chosen.size + 1, totalSteps: starts.length }),
      placeholder:
        rest.length === 0
          ? t('Model to start from instead of {0}', baseName(model))
          : t('Model to start from instead of {0}, for {1} jobs', baseName(model), rest.length + 1),
      choices: sorted(models, suggested).map((each) => modelChoice(each, host, models)),
      ...(suggested !== undefined && { active: suggested }),
      typed: (id: string): Choice<string> => ({ label: id, value: id, description: t('as typed') }),
    });
    if (result.type !== 'chosen') return undefined;
    chosen.set(start, result.value);
  }
  return chosen;
}

/** The models that are suggested, or the one that is named for all. */
export function modelsUnasked(
  jobs: readonly MovingJob[],
  models: readonly ServiceModel[],
  named: string | undefined,
  now: number,
): ModelsThere {
  return new Map(
    jobs.map((job) => {
      const wanted = { model: job.request.model, method: methodOf(job.request) };
      return [startOf(job), named ?? suggestedModel(wanted, models, now) ?? job.request.model];
    }),
  );
}

const sorted = (models: readonly ServiceModel[], first: string | undefined): readonly ServiceModel[] => [
  ...models.filter(({ id }) => id === first),
  ...models.filter(({ id }) => id !== first),
];
