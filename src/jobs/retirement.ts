import { t } from '@vscode/l10n';
import { dayOf } from '../common/time.ts';
import type { ServiceModel } from './api.ts';
import { isOpenaiHost, modelEnd, openaiDeprecations } from './modelEnd.ts';
import { platformClosing } from './requestRules/models.ts';

/** Something that a job needs and that ends, or has ended. */
export interface Retirement {
  /** True where a job is bound to be refused now, or was when it was last tried. */
  readonly isOver: boolean;
  /** What ends, and when. */
  readonly message: string;
  /** What to do. */
  readonly advice: string;
  /** Where this is known from, to be shown with it. */
  readonly source: string;
}

/** What is asked about, with what the service itself said. */
export interface RetirementQuestion {
  readonly host: string;
  /** The model that a job starts from. */
  readonly model?: string | undefined;
  /** From the service's list of models. */
  readonly models?: readonly ServiceModel[] | undefined;
  /** Milliseconds since 1970: when the service last refused new jobs for good (`training_not_available`). */
  readonly closedAt?: number | undefined;
}

/** OpenAI's deprecations page, "Update to OpenAI's self-serve fine-tuning", notice of 2026-05-07. */
const openaiNotice = `${openaiDeprecations}#update-to-openais-self-serve-fine-tuning`;

/** Days from which on OpenAI takes no new jobs of some, and then of all, organizations (the same notice). */
const openaiDays = {
  /** Of those that never fine-tuned before. */
  newcomers: '2026-05-07',
  /** Of those that used no fine-tuned model in the 60 days before. */
  inactive: '2026-07-02',
  all: platformClosing,
};

/** What is about to end or has ended, to be said before anything is uploaded: the surest first. `now` in milliseconds. */
export function retirements(question: RetirementQuestion, now: number): readonly Retirement[] {
  return [refusedBefore(question), ofModel(question, now), ofOpenai(question, now)].filter(
    (found) => found !== undefined,
  );
}

function refusedBefore({ host, closedAt }: RetirementQuestion): Retirement | undefined {
  if (closedAt === undefined) return undefined;
  return {
    isOver: true,
    message: t('{0} refused new fine-tuning jobs of your organization on {1}.', host, dayOf(closedAt)),
    advice: t('Use another connection.'),
    source: t('its answer training_not_available'),
  };
}

function ofModel({ host, model, models }: RetirementQuestion, now: number): Retirement | undefined {
  const end = model === undefined ? undefined : modelEnd(model, { host, models });
  if (model === undefined || !end) return undefined;
  const isOver = end.day <= dayOf(now);
  return {
    isOver,
    message: isOver
      ? t('{0} was shut down at {1} on {2}.', model, host, end.day)
      : t('{0} and the models trained from it are shut down at {1} on {2}.', model, host, end.day),
    advice: t('Use another model or another connection.'),
    source: end.source,
  };
}

function ofOpenai({ host }: RetirementQuestion, now: number): Retirement | undefined {
  if (!isOpenaiHost(host)) return undefined;
  const today = dayOf(now);
  const isOver = today >= openaiDays.all;
  const whose =
    today >= openaiDays.inactive
      ? t(
          'It takes them now only of organizations that used a fine-tuned model in the 60 days before {0}.',
          openaiDays.inactive,
        )
      : t('Since {0} it takes them only of organizations that fine-tuned before.', openaiDays.newcomers);
  return {
    isOver,
    message: isOver
      ? t('OpenAI takes no new fine-tuning jobs since {0}.', openaiDays.all)
      : `${t('OpenAI takes no new fine-tuning jobs from {0} on.', openaiDays.all)} ${whose}`,
    advice: t('Use another connection: Azure OpenAI, a compatible service or the local server.'),
    source: openaiNotice,
  };
}
