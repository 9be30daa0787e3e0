import type { MethodName } from './methods.ts';

/** A model that jobs start from. OpenAI's and Azure's are the same; their dates are not. */
export interface BaseModel {
  readonly id: string;
  readonly methods: readonly MethodName[];
  /** Trained on prompts and completions instead of conversations. */
  readonly takesCompletions: boolean;
  /** Documented to learn from images. */
  readonly takesImages: boolean;
  /** `YYYY-MM-DD`, from when on OpenAI has it no more, nor models trained from it. */
  readonly shutdown: string;
}

/** OpenAI's deprecations page, notice of 2026-10-14. Models trained from these end with them. */
const gpt4Shutdown = '2027-01-14';
/** The same page, notice of 2026-04-22. */
const olderShutdown = '2026-10-23';
/** The same page, state of 2026-09. */
const completionsShutdown = '2026-09-28';
/** The same page, notice of 2023-11-06: no new training from then on. */
const firstChatShutdown = '2024-06-13';

const chatModel = (id: string, methods: readonly MethodName[], shutdown: string, takesImages = false): BaseModel => ({
  id,
  methods,
  takesCompletions: false,
  takesImages,
  shutdown,
});

const completionsModel = (id: string): BaseModel => ({
  id,
  methods: ['supervised'],
  takesCompletions: true,
  takesImages: false,
  shutdown: completionsShutdown,
});

/** From the OpenAI guides on supervised, preference, vision and reinforcement fine-tuning (2024 to 2026). */
const baseModels: readonly BaseModel[] = [
  chatModel('gpt-4.1-2025-04-14', ['supervised', 'dpo'], gpt4Shutdown),
  chatModel('gpt-4.1-mini-2025-04-14', ['supervised', 'dpo'], gpt4Shutdown),
  chatModel('gpt-4.1-nano-2025-04-14', ['supervised', 'dpo'], olderShutdown),
  // The only one that the vision guide names.
  chatModel('gpt-4o-2024-08-06', ['supervised', 'dpo'], gpt4Shutdown, true),
  // dpo: no guide names it, OpenAI's own example code takes it.
  chatModel('gpt-4o-mini-2024-07-18', ['supervised', 'dpo'], gpt4Shutdown),
  chatModel('o4-mini-2025-04-16', ['reinforcement'], olderShutdown),
  chatModel('gpt-3.5-turbo-0125', ['supervised'], olderShutdown),
  chatModel('gpt-3.5-turbo-1106', ['supervised'], completionsShutdown),
  chatModel('gpt-3.5-turbo-0613', ['supervised'], firstChatShutdown),
  completionsModel('babbage-002'),
  completionsModel('davinci-002'),
];

/** Names without a date, and the snapshot that OpenAI takes for each. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['gpt-4.1', 'gpt-4.1-2025-04-14'],
  ['gpt-4.1-mini', 'gpt-4.1-mini-2025-04-14'],
  ['gpt-4.1-nano', 'gpt-4.1-nano-2025-04-14'],
  ['gpt-4o', 'gpt-4o-2024-08-06'],
  ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18'],
  ['o4-mini', 'o4-mini-2025-04-16'],
  ['gpt-3.5-turbo', 'gpt-3.5-turbo-0125'],
]);

/** The snapshot that an alias stands for; undefined for a name that is none. */
export function snapshotOf(name: string): string | undefined {
  return aliases.get(name);
}

/** The name of what a model was trained from (`ft:BASE:…` at OpenAI, `BASE.ft-…` at Azure); a base model's is its own. */
export function baseName(model: string): string {
  const [base = model] = model.replace(/^ft:/, '').split(/:|\.ft-/, 1);
  return base;
}

/**
 * What is known about a model: a base model, an alias of one, or one trained from it (`ft:BASE:…` at OpenAI, `BASE.ft-…`
 * at Azure, whose older names say gpt-35). Undefined for one that is not known, about which nothing is said.
 */
export function findBaseModel(name: string): BaseModel | undefined {
  const id = baseName(name).replace(/^gpt-35-/, 'gpt-3.5-');
  const snapshot = snapshotOf(id) ?? id;
  return baseModels.find((model) => model.id === snapshot);
}

/** OpenAI takes no new jobs of anybody from this day on; its deprecations page, notice of 2026-05-07. */
export const platformClosing = '2027-01-06';
