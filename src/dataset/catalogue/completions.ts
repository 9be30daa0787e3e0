import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const missing = 'The service error "expected either prompt/completion pairs or chat messages".';
const schema = "OpenAI's schema of completions fine-tuning rows (2025).";

/** Rules on rows of prompt and completion. */
export const completionRules = {
  'completion/missing-prompt': {
    what: 'A completions row has no `prompt`.',
    why: 'The model learns to go on from the prompt.',
    fix: 'Add the prompt.',
    source: `${missing} The schema marks nothing as required.`,
  },
  'completion/missing-completion': {
    what: 'A completions row has no `completion`.',
    why: 'It is what the model learns.',
    fix: 'Add the completion, or rename the key that holds it.',
    source: `${missing} The schema marks nothing as required.`,
  },
  'completion/invalid-type': {
    what: '`prompt` or `completion` is not a text.',
    why: 'Both are plain text.',
    fix: 'Put the value in double quotes.',
    source: schema,
  },
  'completion/unknown-key': {
    what: 'A completions row has a key other than `prompt` and `completion`.',
    why: 'Services are known to reject extra keys of chat rows.',
    fix: 'Remove the key.',
    source: 'By analogy with chat rows; not confirmed.',
  },
  'completion/empty-completion': {
    what: '`completion` is empty or white space.',
    why: 'It teaches the model to say nothing.',
    fix: 'Fill in the text or delete the row.',
    source: 'Good practice.',
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
