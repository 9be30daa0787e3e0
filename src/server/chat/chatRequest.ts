import type { ChatMessage, CompletionRequest } from '../../engines/engine.ts';
import {
  asObject,
  pathOf,
  readBody,
  readBoolean,
  readInteger,
  readNumber,
  readObject,
  readString,
  requireString,
  wrongType,
  type JsonObject,
} from '../body.ts';
import { badRequest } from '../errors.ts';

/** What is asked of a model, without the id that the server gives. */
export interface ChatSpec {
  readonly model: string;
  readonly question: Omit<CompletionRequest, 'id'>;
  readonly isStream: boolean;
  /** The stream ends with the number of tokens. */
  readonly includesUsage: boolean;
}

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/**
 * Reads the body of POST /chat/completions. Throws a 400 for what would change the answer and cannot be done; what has no
 * effect on a model that only writes text (tools, penalties, storage) is accepted and left alone, as clients send it always.
 */
export function readChatRequest(requestBody: unknown): ChatSpec {
  const body = readBody(requestBody);
  const model = requireString(body, 'model');
  const messages = readMessages(body);
  refuseUnsupported(body);
  const options = readObject(body, 'stream_options');
  const most = { min: 1, max: 1_000_000 };
  return {
    model,
    question: {
      messages,
      temperature: readNumber(body, 'temperature', { min: 0, max: 2 }),
      max_completion_tokens: readInteger(body, 'max_completion_tokens', most) ?? readInteger(body, 'max_tokens', most),
      stop: readStop(body),
      seed: readInteger(body, 'seed'),
    },
    isStream: readBoolean(body, 'stream') ?? false,
    includesUsage: (options && readBoolean(options, 'include_usage')) ?? false,
  };
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
    if (!roles.includes(role))
      throw badRequest(`Invalid value for '${pathOf(message, 'role')}'.`, pathOf(message, 'role'));
    return { role, content: readContent(message) };
  });
}

/** A message's text; parts are put together. A message of tool calls alone has none. */
function readContent(message: JsonObject): string {
  const { content } = message.fields;
  const path = pathOf(message, 'content');
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) {
    if (message.fields['role'] === 'assistant') return '';
    throw badRequest(`Missing required parameter: '${path}'.`, path, 'missing_required_parameter');
  }
  if (!Array.isArray(content)) throw wrongType(path, 'a string or an array', content);
  return content.map((part: unknown, index) => readTextPart(part, `${path}[${index}]`)).join('');
}

function readTextPart(part: unknown, path: string): string {
  const { type, text, refusal } = (part ?? {}) as Record<string, unknown>;
  if (type === 'text' && typeof text === 'string') return text;
  if (type === 'refusal' && typeof refusal === 'string') return refusal;
  throw badRequest(`Invalid '${path}': the models of this server read text only.`, path, 'unsupported_content');
}

function readStop(body: JsonObject): readonly string[] | undefined {
  const { stop } = body.fields;
  if (!Array.isArray(stop)) {
    const single = readString(body, 'stop');
    return single === undefined ? undefined : [single];
  }
  if (stop.length > 4 || !stop.every((item) => typeof item === 'string')) {
    throw badRequest(`Invalid 'stop': expected at most 4 strings.`, 'stop', 'invalid_value');
  }
  return stop;
}

function refuseUnsupported(body: JsonObject): void {
  readInteger(body, 'n', { min: 1, max: 1 });
  if (readBoolean(body, 'logprobs')) throw unsupported('logprobs');
  const format = readObject(body, 'response_format');
  if (format && format.fields['type'] !== 'text') throw unsupported('response_format');
}

function unsupported(param: string): Error {
  return badRequest(`'${param}' is not supported by the models of this server.`, param, 'unsupported_parameter');
}
