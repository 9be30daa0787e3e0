import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const schema = "OpenAI's schema of chat fine-tuning rows (2025 to 2026).";
const chatSchema = "OpenAI's schema of chat messages.";
const cookbook = 'OpenAI cookbook, data preparation for chat fine-tuning.';

/** Rules on conversations: in chat rows, in the input and outputs of preference rows, in reinforcement rows. */
export const chatRules = {
  'chat/missing-messages': {
    what: 'The row, or the `input` of a preference row, has no `messages`.',
    why: 'The conversation is the example.',
    fix: 'Rename the key that holds the conversation, or add `"messages": [...]`.',
    source: 'The service error "is missing key \'messages\'".',
  },
  'chat/messages-not-array': {
    what: '`messages` is not an array.',
    why: 'A conversation is a list of messages.',
    fix: 'Put the messages in `[ ]`.',
    source: schema,
  },
  'chat/messages-empty': {
    what: '`messages` has no element.',
    why: 'There is nothing to learn from.',
    fix: 'Add messages or delete the row.',
    source: schema,
  },
  'chat/unknown-key': {
    what: 'A chat row has a key other than `messages`, `tools`, `parallel_tool_calls` and `functions`.',
    why: 'The service rejects the file: "Example 1 contains an extra ...".',
    fix: 'Remove the key.',
    source: 'Service errors when a job starts.',
  },
  'chat/message-not-object': {
    what: 'An element of `messages` is not an object.',
    why: 'A message has at least a role and content.',
    fix: 'Write `{"role": "user", "content": "..."}`.',
    source: schema,
  },
  'chat/missing-role': {
    what: 'A message has no `role`.',
    why: 'The role says who speaks; only what the assistant says is learned.',
    fix: 'Add the role. In data with `from`, "human" is "user" and "gpt" is "assistant".',
    source: `The service error "Discriminator 'role' is missing in value". ${cookbook}`,
  },
  'chat/invalid-role': {
    what: 'The role is not system, developer, user, assistant, tool or function.',
    why: 'Services know these roles only, in lower case.',
    fix: 'Write "user" for human, "assistant" for model, bot and gpt.',
    source: `${chatSchema} ${cookbook}`,
  },
  'chat/developer-role': {
    what: 'The role developer stands in a chat or preference row.',
    why: 'The schema of these rows has system, not developer; services may refuse it.',
    fix: 'Use "system".',
    source: `${schema} No refusal has been seen.`,
  },
  'chat/unknown-message-key': {
    what: 'A message has a key that messages of its role do not have.',
    why: 'Services reject extra keys.',
    fix: 'Remove the key.',
    source: `${cookbook} Services are known to reject extra keys of rows.`,
  },
  'chat/missing-content': {
    what: 'A message has no `content`, or null. Assistant messages may leave it out beside `tool_calls`, `function_call` or `refusal`.',
    why: 'There is nothing to read or to learn in it.',
    fix: 'Add the content.',
    source: `${chatSchema} ${cookbook}`,
  },
  'chat/invalid-content': {
    what: '`content` is neither a text nor a list of parts.',
    why: 'Services accept these two only.',
    fix: 'Put it in double quotes; write objects as JSON text.',
    source: chatSchema,
  },
  'chat/empty-content': {
    what: '`content` is empty or white space.',
    why: 'An empty answer teaches the model to say nothing; an empty question teaches it to answer without one.',
    fix: 'Fill in the text or delete the row.',
    source: cookbook,
  },
  'chat/empty-content-array': {
    what: '`content` is a list without parts.',
    why: 'The schema wants at least one.',
    fix: 'Add a part or write a text.',
    source: chatSchema,
  },
  'chat/invalid-part': {
    what: 'A part of `content` is not an object, has no known `type`, or lacks what its type needs.',
    why: 'Parts are `{"type": "text", "text": "..."}`, `{"type": "image_url", "image_url": {"url": "..."}}` and `{"type": "refusal", "refusal": "..."}`.',
    fix: 'Bring the part into one of these forms.',
    source: chatSchema,
  },
  'chat/unsupported-part': {
    what: 'A part is audio or a file, or an assistant message has `audio`.',
    why: 'Chat knows them; fine-tuning does not.',
    fix: 'Remove it, or write its content as text.',
    source: schema,
  },
  'chat/part-not-allowed-for-role': {
    what: 'An image stands outside a user message, or a refusal outside an assistant message.',
    why: 'Only users send images, only the assistant refuses.',
    fix: 'Move the part to a message of the right role.',
    source: chatSchema,
  },
  'chat/missing-assistant': {
    what: 'A chat row has no assistant message.',
    why: 'Only assistant messages are learned.',
    fix: 'Add the answer the model should give.',
    source: cookbook,
  },
  'chat/last-not-assistant': {
    what: 'A chat row goes on after its last assistant message.',
    why: 'What follows the last answer is read by nobody.',
    fix: 'Delete the messages at the end, or add the answer to them.',
    source: 'Azure OpenAI guide; the schema is silent.',
  },
  'chat/no-user-message': {
    what: 'A chat row has no user message.',
    why: 'The model is asked by users; an answer without a question is seldom what you want.',
    fix: 'Add the user message, if there was one.',
    source: cookbook,
  },
  'chat/system-not-first': {
    what: 'A system message stands after another message.',
    why: 'When the model is used, instructions come first.',
    fix: 'Move it to the front.',
    source: 'Good practice.',
  },
  'chat/inconsistent-system': {
    what: 'At least 80 % of the examples have a system or developer message, this one has none.',
    why: 'A model trained with and without its instructions follows them less well.',
    fix: 'Give all examples the instructions that you will use later.',
    source: `OpenAI fine-tuning best practices. ${cookbook}`,
  },
  'chat/invalid-name': {
    what: '`name` is no text, longer than 64 characters, or holds white space or one of `< | \\ / >`.',
    why: 'The chat API refuses such names.',
    fix: 'Use letters, digits, `-` and `_`.',
    source: 'Behaviour of the chat API; the schema only wants a text.',
  },
  'chat/invalid-weight': {
    what: 'The `weight` of an assistant message is not 0 or 1.',
    why: '1 (or none) trains the message, 0 skips it; nothing lies between.',
    fix: 'Write 0 or 1, without quotes.',
    source: schema,
  },
  'chat/weight-on-non-assistant': {
    what: 'A message that is not from the assistant has a `weight`.',
    why: 'Only assistant messages are learned, so it has no effect, or is refused.',
    fix: 'Remove the key.',
    source: schema,
  },
  'chat/all-weights-zero': {
    what: 'Every assistant message of a chat row has the weight 0.',
    why: 'Nothing of the example is trained, but its tokens are read.',
    fix: 'Give the answer to learn the weight 1.',
    source: 'OpenAI fine-tuning best practices: what weights mean.',
  },
  'chat/invalid-refusal': {
    what: '`refusal` is neither a text nor null.',
    why: 'The schema wants the words of the refusal.',
    fix: 'Write the words, or remove the key.',
    source: chatSchema,
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
