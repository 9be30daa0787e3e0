import { t } from '@vscode/l10n';
import { isAbort, UserError } from '../../common/errors.ts';
import { isObject, type JsonObject } from '../../common/json.ts';
import type { ChatApi } from '../api.ts';
import { questionOf } from './question.ts';

/** What a task or another extension says of `finetune.tryModel`; the person is asked for what is missing. */
export interface TryArgument {
  readonly message?: string;
  /** '' for none. */
  readonly system?: string;
  /** False: ask nothing. */
  readonly confirm: boolean;
}

/** Reads `{model or job, message, system?, confirm?}`, a row or an id. Throws a UserError (`try.badArgument`). */
export function parseTryArgument(value: unknown): TryArgument {
  if (!isObject(value)) return { confirm: true };
  const { model, job, message, system, confirm } = value;
  const isNamed = typeof model === 'string' || typeof job === 'string';
  const isGiven = message !== undefined || confirm === false;
  const isMessage = typeof message === 'string' && message.trim() !== '' && isNamed;
  if ((isGiven && !isMessage) || !(system === undefined || typeof system === 'string')) {
    throw new UserError(
      'try.badArgument',
      t('The argument is {model, connection?, job?, message, system?, confirm?}, with texts that are not empty.'),
    );
  }
  return { ...(isMessage && { message }), ...(system !== undefined && { system }), confirm: confirm !== false };
}

/** One message to a model, and to the one it was made from. */
export interface Trial {
  readonly model: string;
  /** Undefined where nobody knows it. */
  readonly base: string | undefined;
  readonly message: string;
  /** '' for none. */
  readonly system: string;
}

/** What they answered. */
export interface TrialAnswers {
  readonly answer: string;
  readonly baseAnswer?: string;
  /** Why the base model gave no answer, in a sentence. */
  readonly baseFailure?: string;
}

interface Asking {
  readonly api: ChatApi;
  readonly signal: AbortSignal;
  /** Hears which model is asked now. */
  readonly onAsk: (model: string) => void;
}

/**
 * Asks the model and then its base. Throws what the service says of the model; that many services do not offer the base is
 * part of the answers.
 */
export async function tryModel(
  { model, base, message, system }: Trial,
  { api, signal, onAsk }: Asking,
): Promise<TrialAnswers> {
  const messages = [
    ...(system === '' ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: message },
  ];
  const ask = async (asked: string): Promise<string> => {
    onAsk(asked);
    return answerText((await api.complete({ model: asked, messages }, signal)).message);
  };
  const answer = await ask(model);
  if (base === undefined || base === model) return { answer };
  try {
    return { answer, baseAnswer: await ask(base) };
  } catch (error) {
    if (isAbort(error) || !(error instanceof UserError)) throw error;
    return { answer, baseFailure: error.text };
  }
}

/** A model's answer as text: what it says or refuses, and the tools that it calls as JSON. */
export function answerText({ content, refusal, tool_calls: calls }: JsonObject): string {
  const parts = [contentText(content), refusal, Array.isArray(calls) ? JSON.stringify(calls, undefined, 2) : ''];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n\n');
}

/** The system message of an example; undefined where it has none. */
export function systemOf(row: string): string | undefined {
  const question = questionOf(row);
  if (typeof question === 'string') return undefined;
  const system = question.messages.find(({ role }) => role === 'system' || role === 'developer');
  return contentText(system?.['content']) || undefined;
}

/** Content is a text, or parts of which some are texts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  return parts.flatMap((part) => (isObject(part) && typeof part.text === 'string' ? [part.text] : [])).join('\n');
}
