import { t } from '@vscode/l10n';
import { dayOf } from '../common/time.ts';
import type { Job, ServiceModel } from './api.ts';
import { isOpenaiHost, modelEnd, openaiDeprecations } from './modelEnd.ts';
import { platformClosing } from './requestRules/models.ts';

/** Days before an end on which a person is told. */
const stages = [2, 14, 60] as const;

const dayLength = 24 * 3600_000;

/** What is known of a connection whose end is looked for. */
export interface RadarQuestion {
  /** Name of the connection. */
  readonly connection: string;
  readonly host: string;
  /** From the service's list of models, where it is known. */
  readonly models?: readonly ServiceModel[] | undefined;
  readonly jobs: readonly Job[];
}

/** What a person should be told about the end of a connection, once. */
export interface RadarNotice {
  /** The same for what needs not be told twice; can be the name of a file. */
  readonly key: string;
  readonly message: string;
  /** Where the days are known from. */
  readonly source: string;
}

/**
 * The notice that is due at `now` (milliseconds): of the next thing that ends at this connection, once 60, 14 and 2 days
 * before. It names all that ends there. Undefined where nothing ends soon.
 */
export function dueNotice(question: RadarQuestion, now: number): RadarNotice | undefined {
  const today = dayOf(now);
  const closing = isOpenaiHost(question.host) && platformClosing > today ? platformClosing : undefined;
  const ends = modelEnds(question).filter(({ day }) => day > today);
  const [next] = [...(closing === undefined ? [] : [closing]), ...ends.map(({ day }) => day)].sort();
  if (next === undefined) return undefined;
  const daysLeft = Math.round((Date.parse(next) - Date.parse(today)) / dayLength);
  const stage = stages.find((days) => daysLeft <= days);
  if (stage === undefined) return undefined;
  const { connection, host } = question;
  const sentences = [
    closing === undefined ? undefined : t('{0} takes no new fine-tuning jobs from {1} on.', connection, closing),
    modelsSentence(connection, ends),
  ];
  const name = `${connection}-${host}`.replaceAll(/[^A-Za-z0-9.-]+/g, '_');
  return {
    key: `ends-${name}-${next}-${stage}`,
    message: sentences.filter((sentence) => sentence !== undefined).join(' '),
    source: closing === undefined ? (ends[0]?.source ?? '') : openaiDeprecations,
  };
}

interface EndingModel {
  readonly model: string;
  readonly isTrained: boolean;
  readonly day: string;
  readonly source: string;
}

/** The models that jobs have made, and those that they start from, with the days that they end; the first to end first. */
function modelEnds({ host, models, jobs }: RadarQuestion): readonly EndingModel[] {
  const trained = jobs.map(({ fineTunedModel }) => fineTunedModel).filter((model) => model !== undefined);
  const found = new Map<string, EndingModel>();
  for (const model of [...trained, ...jobs.map((job) => job.model)]) {
    const end = modelEnd(model, { host, models });
    if (end) found.set(model, { model, isTrained: trained.includes(model), ...end });
  }
  return Array.from(found.values()).sort((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)));
}

/** Models that were trained there count; those that they were trained from only where there is none. */
function modelsSentence(connection: string, ends: readonly EndingModel[]): string | undefined {
  const trained = ends.filter(({ isTrained }) => isTrained);
  const told = trained.length > 0 ? trained : ends;
  const [first] = told;
  if (!first) return undefined;
  if (told.length === 1) return t('{0} ends there on {1}.', first.model, first.day);
  if (told.every(({ day }) => day === first.day)) {
    return t('{0} models on {1} end on {2}.', told.length, connection, first.day);
  }
  return t('{0} models on {1} end, the first on {2}.', told.length, connection, first.day);
}
