import { isGiven, isObject, type JsonObject } from '../../common/json.ts';

/** What a model is asked, made of an example that it was not trained on. */
export interface Question {
  readonly messages: readonly JsonObject[];
  /** `tools`, `parallel_tool_calls`, `functions`, as the example has them. */
  readonly fields: JsonObject;
  /** What the example answers: kept beside the model's answer, and not sent. */
  readonly reference?: JsonObject;
}

/** Why a row cannot be asked. `noConversation`: a prompt and its completion, or nothing that is known. */
export type NoQuestion = 'notJson' | 'noConversation';

const carried = ['tools', 'parallel_tool_calls', 'functions'] as const;

/**
 * The question of a row of a dataset: a chat example without its last message, where that is the assistant's; the input of
 * a preference example, whose preferred output is the reference; the messages of a reinforcement example.
 */
export function questionOf(row: string): Question | NoQuestion {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch {
    return 'notJson';
  }
  if (!isObject(value)) return 'noConversation';
  const asked = isObject(value.input) ? value.input : value;
  const messages = Array.isArray(asked.messages) ? asked.messages.filter(isObject) : [];
  const last = messages.at(-1);
  const preferred: unknown = Array.isArray(value.preferred_output) ? value.preferred_output[0] : undefined;
  const isAnswered = asked === value && last?.role === 'assistant';
  const reference = isAnswered ? last : isObject(preferred) ? preferred : undefined;
  const sent = isAnswered ? messages.slice(0, -1) : messages;
  if (sent.length === 0) return 'noConversation';
  const fields = carried.filter((field) => isGiven(asked[field])).map((field) => [field, asked[field]]);
  return {
    messages: sent.map(withoutWeight),
    fields: Object.fromEntries(fields) as JsonObject,
    ...(reference && { reference: withoutWeight(reference) }),
  };
}

/** Which message is learned from is nothing to ask a model. */
function withoutWeight({ weight: _weight, ...message }: JsonObject): JsonObject {
  return message;
}
