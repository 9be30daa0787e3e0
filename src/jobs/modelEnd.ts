import { t } from '@vscode/l10n';
import type { ServiceModel } from './api.ts';
import { baseName, findBaseModel } from './requestRules/models.ts';

/** The day from which on a model is no more, and where that is known from. */
export interface ModelEnd {
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  /** To be shown with it. */
  readonly source: string;
}

/** OpenAI's deprecations page; the days are in requestRules/models.ts, each with the notice that it is from. */
export const openaiDeprecations = 'https://developers.openai.com/api/docs/deprecations';

/** True for OpenAI's own hosts and those of its regions: its dates hold there and nowhere else. */
export function isOpenaiHost(host: string): boolean {
  return host === 'openai.com' || host.endsWith('.openai.com');
}

/**
 * When a model ends at a service: as the service lists it, or what it was trained from; else, at OpenAI, as OpenAI has
 * announced. Undefined where nothing is known.
 */
export function modelEnd(
  model: string,
  { host, models = [] }: { readonly host: string; readonly models?: readonly ServiceModel[] | undefined },
): ModelEnd | undefined {
  const base = findBaseModel(model);
  const listed = models.find(({ id }) => id === model)?.shutdownDate ?? baseOf(model, base?.id, models)?.shutdownDate;
  if (listed !== undefined) return { day: listed, source: t('the list of models of {0}', host) };
  return base && isOpenaiHost(host) ? { day: base.shutdown, source: openaiDeprecations } : undefined;
}

/** What a model was trained from, among those listed: by its name, or by one that is known to mean the same. */
function baseOf(model: string, known: string | undefined, models: readonly ServiceModel[]): ServiceModel | undefined {
  return (
    models.find(({ id }) => id === baseName(model)) ?? models.find(({ id }) => known !== undefined && id === known)
  );
}
