import type { ChatAnswer, ChatApi } from '../api.ts';
import { answerStatus } from '../failure.ts';
import { errorText } from '../../common/errors.ts';
import { Pace } from '../commonPace.ts';
import { questionOf, type NoQuestion } from './question.ts';
import type { Patience } from '../retry.ts';

/** Requests under way at the same time. */
const lanes = 4;

/** What became of one row; a line of the file of answers. */
export type KeptAnswer = { readonly row: number; readonly model: string } & (
  | (ChatAnswer & { readonly reference?: unknown })
  /** The service refuses this row, in its words. */
  | { readonly error: string; readonly status: number }
  | { readonly skipped: NoQuestion }
);

export interface AnswerParts extends Patience {
  readonly api: ChatApi;
  readonly model: string;
  /** The rows of the held-out file; blank ones are passed over. */
  readonly rows: AsyncIterable<string>;
  /** Rows whose answers are kept already: those are not asked again. */
  readonly done: number;
  /** Keeps a line; the next is not given before it is kept. */
  readonly keep: (line: string) => Promise<void>;
  /** Hears the number of rows that are done. */
  readonly onProgress: (done: number) => void;
}

/**
 * Asks a model each row and keeps what it answers, in the order of the rows, so that it can go on later where it stopped.
 * A row that the service refuses is kept with its reason; what concerns all rows (no key, no model, no money) is thrown.
 * Gives the number of rows. Memory does not grow with the file: no row is read before one of the last four is kept.
 */
export async function keepAnswers(parts: AnswerParts): Promise<number> {
  const { rows, done, keep, onProgress } = parts;
  const stopping = new AbortController();
  const signal = AbortSignal.any([parts.signal, stopping.signal]);
  const asking = { ...parts, signal, pace: new Pace({ ...parts, signal }) };
  const underWay: Promise<KeptAnswer>[] = [];
  let kept = done;
  const keepNext = async (): Promise<void> => {
    const answer = await underWay.shift();
    if (!answer) return;
    await keep(`${JSON.stringify(answer)}\n`);
    onProgress(++kept);
  };
  let row = 0;
  try {
    for await (const text of rows) {
      if (text.trim() === '' || ++row <= done) continue;
      signal.throwIfAborted();
      if (underWay.length >= lanes) await keepNext();
      const asked = answerOf(text, row, asking);
      // It is waited for in its turn, and may fail before.
      asked.catch(() => undefined);
      underWay.push(asked);
    }
    while (underWay.length > 0) await keepNext();
    return row;
  } finally {
    stopping.abort();
    await Promise.allSettled(underWay);
  }
}

async function answerOf(
  text: string,
  row: number,
  { api, model, pace, signal }: AnswerParts & { readonly pace: Pace },
): Promise<KeptAnswer> {
  const question = questionOf(text);
  if (typeof question === 'string') return { row, model, skipped: question };
  const { messages, fields, reference } = question;
  try {
    const answer = await pace.ask(() => api.complete({ model, messages, ...fields }, signal));
    return { row, model, ...(reference && { reference }), ...answer };
  } catch (error) {
    const status = answerStatus(error);
    // Of this row: too long, or something that the model does not take.
    if (status !== 400 && status !== 413 && status !== 422) throw error;
    return { row, model, error: errorText(error), status };
  }
}
