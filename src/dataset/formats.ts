export { isObject, type JsonObject } from '../common/json.ts';

/** Shapes of fine-tuning rows. The words are those of settings, reports and jobs. */
export type Format = 'chat' | 'completions' | 'preference' | 'reinforcement';

export const formats: readonly Format[] = ['chat', 'completions', 'preference', 'reinforcement'];

/** Formats that one key tells apart. Chat and reinforcement rows both have `messages`. */
export type Family = 'messages' | 'preference' | 'completions';

/** What a file is for. Some limits differ. */
export type DatasetRole = 'training' | 'validation';

/** Keys by which a row is known as of a family. */
export const familyKeys: Readonly<Record<Family, readonly string[]>> = {
  messages: ['messages'],
  preference: [
    'input',
    'preferred_output',
    'non_preferred_output',
    // The names of these outputs until 2025-04.
    'preferred_completion',
    'non_preferred_completion',
  ],
  completions: ['prompt', 'completion'],
};

/** Roles of messages in any format. */
export const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;
export type Role = (typeof roles)[number];

const roleSet: ReadonlySet<unknown> = new Set(roles);

/** True for a role that services know, in lower case. */
export function isRole(value: unknown): value is Role {
  return roleSet.has(value);
}

/** OpenAI supervised fine-tuning guide; services answer `invalid_n_examples` below it (seen 2023 to 2025). */
export const minExamples = 10;

/** OpenAI vision fine-tuning guide: examples with images that a file may have. */
export const maxImageExamples = 50_000;

/** OpenAI and Azure guides on reinforcement fine-tuning: examples that a file may have. */
export const maxReinforcementExamples: Readonly<Record<DatasetRole, number>> = { training: 50_000, validation: 1_000 };

/** How many objects at the start of a file decide its format. Our choice. */
export const votingObjects = 100;

/** Share of examples with a system message from which one without is pointed out. Our choice. */
export const usualSystemShare = 0.8;
