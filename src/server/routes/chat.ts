import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Answers } from '../chat/answers.ts';
import { chatCompletionBody, chatCompletionChunks } from '../chat/chatCompletion.ts';
import { readChatRequest } from '../chat/chatRequest.ts';
import { readPromptRequest } from '../chat/promptRequest.ts';
import { startEventStream } from '../chat/eventStream.ts';
import { textCompletionBody, textCompletionChunks } from '../chat/textCompletion.ts';

/** /chat/completions and the legacy /completions, in one piece or as a stream of server-sent events. */
export function chatRoutes(app: FastifyInstance, answers: Answers): void {
  app.post('/chat/completions', (request, reply) => {
    const spec = readChatRequest(request.body);
    const { head, events } = answers.start('chatcmpl-', spec);
    if (!spec.isStream) return chatCompletionBody(head, events);
    return sendStream(reply, chatCompletionChunks(head, events, spec.includesUsage));
  });

  app.post('/completions', (request, reply) => {
    const spec = readPromptRequest(request.body);
    const { head, events } = answers.start('cmpl-', spec);
    if (!spec.isStream) return textCompletionBody(head, events);
    return sendStream(reply, textCompletionChunks(head, events, spec.includesUsage));
  });
}

function sendStream(reply: FastifyReply, chunks: AsyncGenerator<object>): Promise<FastifyReply> {
  reply.headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  return startEventStream(chunks).then((stream) => reply.send(stream));
}
