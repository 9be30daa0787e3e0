import { t } from '@vscode/l10n';
import { maxImageExamples, type Role } from './formats.ts';
import { defaultModel, tokenLimit } from './models.ts';
import { targets } from './targets.ts';

/** What people are told about a key or a value: plain sentences, no Markdown. */
export interface KeyDoc {
  readonly meaning: string;
  /** What its value may be, or how much of it. */
  readonly limit?: string;
  /** Where that stands, with the date of the copy that was read. */
  readonly source: string;
}

// Copies of the guides are of 2026; the schemas of rows left OpenAI's published specification in 2026-03.
const rowSchema = (): string => t("OpenAI's schema of fine-tuning rows, 2025-04 to 2026-03");
const messageSchema = (): string => t("OpenAI's schema of chat messages, 2026-08-21");
const toolSchema = (): string => t("OpenAI's schema of chat tools, 2026-08-21");
const visionGuide = (): string => t('OpenAI vision fine-tuning guide, 2026');
const preferenceGuide = (): string => t('OpenAI guide on direct preference optimization, 2026');
const legacyGuide = (): string => t('OpenAI fine-tuning guide, late 2024');

const docs = {
  messages: () => ({
    meaning: t('The conversation, first message first.'),
    limit: t(
      'At least one message. Tokens beyond the limit of the model are cut off at the end: {0} for gpt-4.1 and gpt-4o.',
      (tokenLimit(defaultModel) ?? 0).toLocaleString(),
    ),
    source: t('OpenAI guide on fine-tuning best practices, 2026'),
  }),
  tools: () => ({
    meaning: t('The functions that the assistant may call in this example.'),
    limit: t('At most 128.'),
    source: t("OpenAI's schema of fine-tuning rows for functions, 2025-04; the chat API for tools"),
  }),
  parallelToolCalls: () => ({
    meaning: t('Whether the assistant may call several tools at once. Has no effect without tools.'),
    limit: t('true or false.'),
    source: rowSchema(),
  }),
  functions: () => ({
    meaning: t('Functions that the assistant may call. Deprecated: write tools.'),
    limit: t('1 to 128.'),
    source: t("OpenAI's schema of fine-tuning rows, 2025-04"),
  }),
  prompt: () => ({
    meaning: t('The text that the model is given. For babbage-002 and davinci-002 only.'),
    limit: t('A text.'),
    source: t("OpenAI's schema of fine-tuning rows, 2025-04"),
  }),
  completion: () => ({
    meaning: t('The text that the model learns to go on with.'),
    limit: t('A text.'),
    source: t("OpenAI's schema of fine-tuning rows, 2025-04"),
  }),
  input: () => ({
    meaning: t('The conversation that both outputs answer, with its tools.'),
    limit: t('An object with messages.'),
    source: preferenceGuide(),
  }),
  preferredOutput: () => ({
    meaning: t('The better answer: the next and last message of the conversation.'),
    limit: t('Exactly one assistant message. Azure takes more.'),
    source: preferenceGuide(),
  }),
  nonPreferredOutput: () => ({
    meaning: t('The worse answer to the same input.'),
    limit: t('Exactly one assistant message. Azure takes more.'),
    source: preferenceGuide(),
  }),
  referenceField: () => ({
    meaning: t('A field for graders, which read it as item.NAME.'),
    limit: t('Any JSON; best the same fields in every example.'),
    source: t('OpenAI guide on reinforcement fine-tuning, 2026'),
  }),
  role: () => ({
    meaning: t('Who speaks. Only what the assistant says is learned.'),
    limit: t('system, developer, user, assistant or tool; function is deprecated.'),
    source: messageSchema(),
  }),
  content: () => ({
    meaning: t('What is said: a text, or a list of parts.'),
    limit: t('An assistant message may leave it out beside tool_calls, function_call or refusal.'),
    source: messageSchema(),
  }),
  name: () => ({
    meaning: t('Tells participants of the same role apart; a function message names its function.'),
    limit: t('At most 64 characters, no white space and none of < | \\ / >.'),
    source: t('Behaviour of the chat API; its schema of 2026-08-21 only asks for a text'),
  }),
  toolCalls: () => ({
    meaning: t(
      'Tools that the assistant calls. A tool message answers each by its id; an example may end with the calls.',
    ),
    limit: t('At least one call.'),
    source: messageSchema(),
  }),
  toolCallId: () => ({
    meaning: t('The id of the call that this message is the result of.'),
    limit: t('The id of a call in an earlier message. Required.'),
    source: messageSchema(),
  }),
  refusal: () => ({
    meaning: t('The words in which the assistant refuses.'),
    limit: t('A text or null.'),
    source: messageSchema(),
  }),
  functionCall: () => ({
    meaning: t('The function that the assistant calls. Deprecated: write tool_calls.'),
    limit: t('An object with name and arguments.'),
    source: messageSchema(),
  }),
  audio: () => ({
    meaning: t('An audio answer. Chat knows it, fine-tuning does not.'),
    limit: t('Not supported in training data.'),
    source: rowSchema(),
  }),
  weight: () => ({
    meaning: t('Whether this answer is learned. Without it every assistant message is.'),
    limit: t('0 or 1.'),
    source: t("OpenAI's schema of assistant messages for fine-tuning, 2026-08-21"),
  }),
  partType: () => ({
    meaning: t('What the part is.'),
    limit: t('text; image_url in user messages; refusal in assistant messages.'),
    source: messageSchema(),
  }),
  partText: () => ({ meaning: t('The text of the part.'), limit: t('A text.'), source: messageSchema() }),
  imageUrl: () => ({
    meaning: t('An image that the user shows. Images of people, faces, children or CAPTCHAs are skipped.'),
    limit: t(
      'At most {0} images in an example (Azure: {1}), 10 MB each; at most {2} examples with images.',
      targets.openai.maxImages,
      targets.azure.maxImages,
      maxImageExamples.toLocaleString(),
    ),
    source: t('OpenAI vision fine-tuning guide, 2026; Azure OpenAI fine-tuning guide, 2026'),
  }),
  url: () => ({
    meaning: t('Where the image is, or the image itself as a data URL.'),
    limit: t('https, http, or data:image/jpeg, png or webp in base64; 10 MB.'),
    source: visionGuide(),
  }),
  detail: () => ({
    meaning: t('How closely the model looks. An image of low detail costs 85 tokens.'),
    limit: t('auto, low or high.'),
    source: visionGuide(),
  }),
  toolType: () => ({
    meaning: t('The kind of tool.'),
    limit: t('function.'),
    source: toolSchema(),
  }),
  toolFunction: () => ({
    meaning: t('The function: its name, what it does, and its parameters.'),
    source: toolSchema(),
  }),
  functionName: () => ({
    meaning: t('The name by which the assistant calls the function.'),
    limit: t('1 to 64 letters, digits, _ and -.'),
    source: toolSchema(),
  }),
  description: () => ({
    meaning: t('What the function does and when to call it; the model reads it.'),
    source: toolSchema(),
  }),
  parameters: () => ({
    meaning: t('The arguments of the function as a JSON Schema.'),
    limit: t('An object whose type is "object".'),
    source: toolSchema(),
  }),
  strict: () => ({
    meaning: t('Whether arguments must follow the schema exactly.'),
    limit: t('true or false.'),
    source: toolSchema(),
  }),
  callId: () => ({
    meaning: t('Names this call, for the tool message that answers it.'),
    limit: t('Once in an example; other examples may use it again.'),
    source: t("OpenAI's schema of chat messages, 2026-08-21; that it stands once is good practice"),
  }),
  calledFunction: () => ({ meaning: t('The function that is called.'), source: messageSchema() }),
  calledName: () => ({
    meaning: t('The name of a function that the tools of this example define.'),
    source: messageSchema(),
  }),
  arguments: () => ({
    meaning: t('The arguments as the model writes them: a JSON object inside a text.'),
    limit: t('A text that holds a JSON object.'),
    source: messageSchema(),
  }),
} as const satisfies Record<string, () => KeyDoc>;

export type KeyDocId = keyof typeof docs;

/** The words on a key. */
export function keyDoc(id: KeyDocId): KeyDoc {
  return docs[id]();
}

const roleDocs: Readonly<Record<Role, () => KeyDoc>> = {
  system: () => ({
    meaning: t('Instructions that hold for the whole conversation. Use the same ones later.'),
    limit: t('Not in reinforcement rows: write developer there.'),
    source: t('OpenAI guide on fine-tuning best practices, 2026; a service error of Azure, 2026-07'),
  }),
  developer: () => ({
    meaning: t('Instructions, for reasoning models.'),
    limit: t('At home in reinforcement rows; the schema of chat and preference rows has system.'),
    source: rowSchema(),
  }),
  user: () => ({ meaning: t('What the person says. May hold images.'), source: messageSchema() }),
  assistant: () => ({
    meaning: t('What the model answers: this is learned, unless its weight is 0.'),
    limit: t('A chat row needs at least one.'),
    source: t('OpenAI cookbook on preparing chat data, and the fine-tuning schema, 2026-08-21'),
  }),
  tool: () => ({
    meaning: t('The result of a tool that the assistant called.'),
    limit: t('Needs tool_call_id.'),
    source: messageSchema(),
  }),
  function: () => ({
    meaning: t('The result of a function. Deprecated: write tool.'),
    limit: t('Needs name.'),
    source: legacyGuide(),
  }),
};

/** The words on a role. */
export function roleDoc(role: Role): KeyDoc {
  return roleDocs[role]();
}
