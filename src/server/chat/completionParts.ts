import type { AnswerEvent } from './answerEngine.ts';

type Completed = Extract<AnswerEvent, { type: 'completed' }>;

/** What all parts of one answer have in common. */
export interface AnswerHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly model: string;
}

/** The whole of an answer. */
export async function collectAnswer(
  events: ReadableStream<AnswerEvent>,
): Promise<{ readonly text: string; readonly end: Completed }> {
  let text = '';
  for await (const event of events) {
    if (event.type === 'completed') return { text, end: event };
    text += event.text;
  }
  throw new Error('an answer ended without its last event');
}

/** The `usage` object of the API. */
export function usageBody({ usage }: Completed): Record<string, number> {
  const { prompt_tokens, completion_tokens } = usage;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
