/**
 * Models that may grade in a score_model, by service. State of the OpenAI graders guide of 2026-08 (several are switched
 * off since) and of the Azure reinforcement fine-tuning guide of 2025.
 */
export const scoreModels = {
  openai: [
    'gpt-4o-2024-08-06',
    'gpt-4o-mini-2024-07-18',
    'gpt-4.1-2025-04-14',
    'gpt-4.1-mini-2025-04-14',
    'gpt-4.1-nano-2025-04-14',
    'o1-2024-12-17',
    'o3-mini-2025-01-31',
    'o3-2025-04-16',
    'o4-mini-2025-04-16',
  ],
  azure: ['gpt-4o-2024-08-06', 'o3-mini-2025-01-31'],
} as const;

/** Which of the two kinds of models `model` is; undefined where its name does not tell. */
export function modelKind(model: string): 'reasoning' | 'plain' | undefined {
  if (/^(?:o\d|gpt-[5-9])/.test(model)) return 'reasoning';
  return /^gpt-[34]/.test(model) ? 'plain' : undefined;
}
