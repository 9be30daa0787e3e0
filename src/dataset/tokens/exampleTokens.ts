import { isObject, type Format, type JsonObject } from '../formats.ts';
import type { TokenCounter } from './counter.ts';

/** What frames a message, a name and the answer. OpenAI cookbook, Chat_finetuning_data_prep, `num_tokens_from_messages`. */
const tokensPerMessage = 3;
const tokensPerName = 1;
const tokensPerExample = 3;

/**
 * An image of `detail: low`, by OpenAI's vision fine-tuning guide. Counted for every image: what more another one costs
 * depends on its size, which the row does not tell.
 */
const tokensPerImage = 85;

/**
 * Tokens that an example is charged with; 0 for what is no example of `format`, nothing for parts of a wrong type.
 *
 * - Messages, as the OpenAI cookbook counts them: their role, name and text, 3 for each message, 1 for each name, 3 more.
 *   Refusals are text too, and images cost 85.
 * - Calls of tools and functions: name and arguments as they are written, without the ids that tie results to calls.
 *   Definitions of tools and functions: their JSON without white space. How services write both for a model is not
 *   documented; these are close from above.
 * - Preference: the input with its tools and both outputs, each message once. What is charged is not documented.
 * - Completions: prompt and completion. Reinforcement: messages and tools; other keys are for the grader.
 */
export function exampleTokens(value: unknown, counter: TokenCounter, format: Format): number {
  if (!isObject(value)) return 0;
  switch (format) {
    case 'chat':
    case 'reinforcement':
      return conversationTokens(value, counter);
    case 'completions':
      return textTokens(value.prompt, counter) + textTokens(value.completion, counter);
    case 'preference':
      return preferenceTokens(value, counter);
  }
}

function preferenceTokens(example: JsonObject, counter: TokenCounter): number {
  const input = isObject(example.input) ? conversationTokens(example.input, counter) : 0;
  const preferred = example.preferred_output ?? example.preferred_completion;
  const other = example.non_preferred_output ?? example.non_preferred_completion;
  return input + messagesTokens(preferred, counter) + messagesTokens(other, counter);
}

function conversationTokens(value: JsonObject, counter: TokenCounter): number {
  if (!Array.isArray(value.messages)) return 0;
  const tools = definitionTokens(value.tools, counter) + definitionTokens(value.functions, counter);
  return messagesTokens(value.messages, counter) + tools + tokensPerExample;
}

function definitionTokens(definitions: unknown, counter: TokenCounter): number {
  if (!Array.isArray(definitions) || definitions.length === 0) return 0;
  try {
    return counter.countRepeated(JSON.stringify(definitions));
  } catch (error) {
    // Nested so deep that the stack overflows, which no service takes for a definition either.
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

function messagesTokens(messages: unknown, counter: TokenCounter): number {
  let tokens = 0;
  if (Array.isArray(messages)) for (const message of messages) tokens += messageTokens(message, counter);
  return tokens;
}

function messageTokens(message: unknown, counter: TokenCounter): number {
  if (!isObject(message)) return 0;
  const { role, name, content, refusal, tool_calls: calls, function_call: call } = message;
  let tokens = tokensPerMessage + contentTokens(content, counter, role === 'system' || role === 'developer');
  if (typeof role === 'string') tokens += counter.countRepeated(role);
  if (typeof name === 'string') tokens += tokensPerName + counter.count(name);
  if (refusal !== undefined) tokens += textTokens(refusal, counter);
  if (call !== undefined) tokens += callTokens(call, counter);
  if (Array.isArray(calls)) {
    for (const toolCall of calls) if (isObject(toolCall)) tokens += callTokens(toolCall.function, counter);
  }
  return tokens;
}

/** `isInstruction`: most examples have the same one. */
function contentTokens(content: unknown, counter: TokenCounter, isInstruction: boolean): number {
  if (isInstruction && typeof content === 'string') return counter.countRepeated(content);
  if (!Array.isArray(content)) return textTokens(content, counter);
  let tokens = 0;
  for (const part of content as readonly unknown[]) {
    if (!isObject(part)) continue;
    if (part.type === 'text') tokens += textTokens(part.text, counter);
    else if (part.type === 'refusal') tokens += textTokens(part.refusal, counter);
    else if (part.type === 'image_url') tokens += tokensPerImage;
  }
  return tokens;
}

function callTokens(call: unknown, counter: TokenCounter): number {
  return isObject(call) ? textTokens(call.name, counter) + textTokens(call.arguments, counter) : 0;
}

function textTokens(text: unknown, counter: TokenCounter): number {
  return typeof text === 'string' ? counter.count(text) : 0;
}

/** Keys of what `exampleTokens` counts without a documented rule: tools and their calls, images, preferences. */
const estimated =
  /"(?:tools|functions|tool_calls|function_call|image_url|preferred_output|preferred_completion|non_preferred_output|non_preferred_completion)"\s*:/;

/** True where services may charge the example in `row` with another number of tokens than `exampleTokens` gives. */
export function isEstimate(row: string): boolean {
  return estimated.test(row);
}
