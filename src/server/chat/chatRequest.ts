import type { ChatMessage } from '../../engines/engine.ts';
import { messageText } from '../../engines/messageText.ts';
import { asObject, pathOf, readBody, readInteger, requireString, wrongType, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';
import { answerLimit, readDelivery, readSampling, refuseUnsupported, type AnswerSpec } from './answerRequest.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** Of a chat alone; obeyed. */
const chatFields = ['messages', 'max_completion_tokens'];

/** They change nothing in the text of an answer. */
const fieldsWithoutEffect = [
  'metadata',
  'store',
  'user',
  'safety_identifier',
  'service_tier',
  'moderation',
  'prediction',
  'prompt_cache_key',
  'prompt_cache_retention',
  'prompt_cache_options',
  'parallel_tool_calls',
  'reasoning_effort',
  'verbosity',
  'top_logprobs',
];

const isEmpty = (value: unknown): boolean => Object.keys(value as object).length === 0;
const isNoCall = (value: unknown): boolean => value === 'none' || value === 'auto';

const neutral: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  frequency_penalty: (value) => value === 0,
  presence_penalty: (value) => value === 0,
  logit_bias: isEmpty,
  logprobs: (value) => value === false,
  modalities: (value) => Array.isArray(value) && value.every((modality) => modality === 'text'),
  response_format: (value) => (value as { type?: unknown }).type === 'text',
  tools: isEmpty,
  functions: isEmpty,
  tool_choice: isNoCall,
  function_call: isNoCall,
  audio: () => false,
  web_search_options: () => false,
};

/**
 * Reads the body of POST /chat/completions. Throws a 400 for what would change the answer and cannot be done, and for fields
 * that the API does not know; what has no effect on a text (storage, tiers, caches) is accepted and left alone.
 */
export function readChatRequest(requestBody: unknown): AnswerSpec {
  const body = readBody(requestBody);
  const model = requireString(body, 'model');
  const messages = readMessages(body);
  refuseUnsupported(body, [...chatFields, ...fieldsWithoutEffect], neutral);
  const most = readInteger(body, 'max_completion_tokens', answerLimit) ?? readInteger(body, 'max_tokens', answerLimit);
  return { model, question: { messages, max_completion_tokens: most, ...readSampling(body) }, ...readDelivery(body) };
}

function readMessages(body: JsonObject): readonly ChatMessage[] {
  const { messages } = body.fields;
  if (messages === undefined) {
    throw badRequest(`Missing required parameter: 'messages'.`, 'messages', 'missing_required_parameter');
  }
  if (!Array.isArray(messages)) throw wrongType('messages', 'an array', messages);
  if (messages.length === 0) throw badRequest(`Invalid 'messages': expected at least one message.`, 'messages');
  return messages.map((item: unknown, index) => {
    const message = asObject(item, `messages[${index}]`);
    const role = requireString(message, 'role');
    if (!roles.includes(role)) {
      const supported = roles.map((known) => `'${known}'`).join(', ');
      const path = pathOf(message, 'role');
      throw badRequest(`Invalid value for '${path}'. Supported values are: ${supported}.`, path, 'invalid_value');
    }
    checkContent(message);
    return { role, content: messageText(message.fields) ?? '' };
  });
}

/** Throws where a message has no content (those of the assistant may have tool calls alone), or one that is no text. */
function checkContent(message: JsonObject): void {
  const { content, role } = message.fields;
  const path = pathOf(message, 'content');
  if (typeof content === 'string') return;
  if (content === undefined || content === null) {
    if (role === 'assistant') return;
    throw badRequest(`Missing required parameter: '${path}'.`, path, 'missing_required_parameter');
  }
  if (!Array.isArray(content)) throw wrongType(path, 'a string or an array', content);
  for (const [index, part] of content.entries()) checkPart(part, `${path}[${index}]`);
}

function checkPart(part: unknown, path: string): void {
  const { type, text, refusal } = (part ?? {}) as Record<string, unknown>;
  if (type === 'text' && typeof text === 'string') return;
  if (type === 'refusal' && typeof refusal === 'string') return;
  throw badRequest(`Invalid '${path}': the models of this server read text only.`, path, 'unsupported_content');
}
