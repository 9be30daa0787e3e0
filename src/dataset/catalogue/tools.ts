import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const schema = "OpenAI's schema of chat fine-tuning rows (2025 to 2026).";
const toolSchema = "OpenAI's schema of tools and functions.";
const callSchema = "OpenAI's schema of tool calls in chat messages.";
const chatOnly = 'The chat API refuses it; what fine-tuning does is not known.';

/** Rules on the tools a row defines and on the calls in its messages. */
export const toolRules = {
  'tools/not-array': {
    what: '`tools` or `functions` is not an array.',
    why: 'It is the list of all the model may call.',
    fix: 'Put the tool in `[ ]`.',
    source: schema,
  },
  'tools/empty-functions': {
    what: '`functions` has no element.',
    why: 'The schema wants at least one. An empty `tools` is fine.',
    fix: 'Remove the key.',
    source: schema,
  },
  'tools/too-many': {
    what: '`tools` or `functions` has more than 128 elements.',
    why: 'The schema allows no more.',
    fix: 'Keep the tools that the example is about.',
    source: `${schema} It says so of \`functions\`; for \`tools\` the limit is that of the chat API.`,
  },
  'tools/invalid-tool': {
    what: 'A tool is not an object, its `type` is not "function", or its `function` is missing or no object.',
    why: 'Tools are written `{"type": "function", "function": {"name": "..."}}`.',
    fix: 'Bring the tool into this form; wrap a bare function in it.',
    source: toolSchema,
  },
  'tools/missing-name': {
    what: 'A function has no `name`, or one that is empty or no text.',
    why: 'The model calls functions by name.',
    fix: 'Add the name.',
    source: toolSchema,
  },
  'tools/invalid-name': {
    what: 'The name of a function is longer than 64 characters or has others than letters, digits, `_` and `-`.',
    why: 'Services refuse such names.',
    fix: 'Replace spaces and marks with `_`, in the calls too.',
    source: toolSchema,
  },
  'tools/invalid-parameters': {
    what: '`parameters` is not an object, or its `type` is not "object".',
    why: 'Parameters are a JSON Schema of the one object that a call passes.',
    fix: 'Write `{"type": "object", "properties": {...}}`.',
    source: `${toolSchema} That the type is "object" is from the function calling guide.`,
  },
  'tools/duplicate-name': {
    what: 'Two functions of a row have the same name. Marked at the later one.',
    why: 'A call cannot tell them apart.',
    fix: 'Remove or rename one of them.',
    source: 'Good practice.',
  },
  'tools/deprecated-functions': {
    what: 'The row uses `functions` or `function_call`.',
    why: 'These are the older form of `tools` and `tool_calls`. Models in use today are called with the newer one.',
    fix: 'Write `tools` and `tool_calls`.',
    source: 'Marked as deprecated in the schema of the chat API.',
  },
  'tools/invalid-parallel': {
    what: '`parallel_tool_calls` is neither true nor false.',
    why: 'The schema wants one of the two.',
    fix: 'Write true or false, without quotes.',
    source: schema,
  },
  'tools/parallel-without-tools': {
    what: 'A row has `parallel_tool_calls` but no `tools`.',
    why: 'It has no effect, or is refused.',
    fix: 'Remove the key, or add the tools.',
    source: chatOnly,
  },
  'tools/invalid-tool-call': {
    what: '`tool_calls` is not a list with at least one call, or a call lacks its `id`, `type`, `function`, `name` or `arguments`, or has one of a wrong type.',
    why: 'Calls are written `{"id": "...", "type": "function", "function": {"name": "...", "arguments": "..."}}`.',
    fix: 'Bring the call into this form.',
    source: `${callSchema} It also has calls of custom tools; nothing says that fine-tuning takes them.`,
  },
  'tools/arguments-not-string': {
    what: '`arguments` of a call is not a text.',
    why: 'Arguments are JSON inside a text, as the model writes them.',
    fix: 'Write the object as a text: `"{\\"city\\": \\"Oslo\\"}"`.',
    source: callSchema,
  },
  'tools/arguments-not-json': {
    what: 'The text of `arguments` is not a JSON object.',
    why: 'The model would learn to write calls that no program can read.',
    fix: 'Correct the JSON inside the text.',
    source: `${callSchema} It wants a text only.`,
  },
  'tools/unknown-function': {
    what: 'A call names a function that the row does not define.',
    why: 'The model would learn to call what it was not offered.',
    fix: 'Correct the name, or define the function.',
    source: 'Good practice.',
  },
  'tools/missing-tools': {
    what: 'Messages have `tool_calls`, but the row defines no tools.',
    why: 'The model learns the calls without their definitions. Some do so to save tokens.',
    fix: 'Add `tools`, as they will be sent when the model is used.',
    source: 'OpenAI fine-tuning guide (2024), on saving tokens.',
  },
  'tools/missing-tool-call-id': {
    what: 'A tool message has no `tool_call_id`.',
    why: 'It says which call the message answers.',
    fix: 'Copy the `id` of the call.',
    source: "OpenAI's schema of chat messages.",
  },
  'tools/unmatched-tool-result': {
    what: 'The `tool_call_id` of a tool message is not that of a call in an earlier message.',
    why: 'It answers a call that was never made.',
    fix: 'Copy the `id` of the call.',
    source: chatOnly,
  },
  'tools/unanswered-tool-call': {
    what: 'A call is not answered by the tool messages right after it, though the conversation goes on.',
    why: 'The model would learn to go on without the result.',
    fix: 'Add the tool message with the result.',
    source: chatOnly,
  },
  'tools/duplicate-call-id': {
    what: 'Two calls of an example have the same `id`. Marked at the later one.',
    why: 'A result cannot tell which of them it answers.',
    fix: 'Give each call an id of its own, and its result the same one.',
    source: 'Good practice.',
  },
  'tools/function-result-missing-name': {
    what: 'A message of the role function has no `name`.',
    why: 'It says which function the result is of.',
    fix: 'Add the name of the function.',
    source: "OpenAI's schema of chat messages.",
  },
  'tools/invalid-function-call': {
    what: '`function_call` is not an object, or lacks a `name` or `arguments`.',
    why: 'It is written `{"name": "...", "arguments": "..."}`.',
    fix: 'Bring it into this form, or better, use `tool_calls`.',
    source: "OpenAI's schema of chat messages.",
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
