import type { Logger } from '../../common/logger.ts';
import type { AnswerEvent } from '../chat/answerEngine.ts';
import type { Answers } from '../chat/answers.ts';
import { chatCompletionBody } from '../chat/chatCompletion.ts';
import { readChatRequest } from '../chat/chatRequest.ts';
import { badRequest, envelope, toApiError } from '../errors.ts';

/** A response to one request of a batch. */
export interface LineResponse {
  /** HTTP status. */
  readonly status: number;
  readonly body: object;
}

/** Answers the body of a request as /chat/completions does. Never rejects; an aborted signal gives whatever response. */
export async function answerLine(
  answers: Answers,
  body: unknown,
  signal: AbortSignal,
  log: Logger,
): Promise<LineResponse> {
  try {
    const spec = readChatRequest(body);
    if (spec.isStream) throw badRequest(`'stream' is not supported in a batch.`, 'stream', 'unsupported_parameter');
    const { head, events } = answers.start('chatcmpl-', spec);
    const stoppable = events.pipeThrough(new TransformStream<AnswerEvent, AnswerEvent>(), { signal });
    return { status: 200, body: await chatCompletionBody(head, stoppable) };
  } catch (thrown) {
    const { error, isUnexpected } = toApiError(thrown);
    if (isUnexpected && !signal.aborted) log.error('a request of a batch', thrown);
    return { status: error.status, body: envelope(error) };
  }
}
