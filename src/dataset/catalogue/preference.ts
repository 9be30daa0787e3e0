import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const guide = 'OpenAI direct preference optimization guide.';
const schema = "OpenAI's schema of preference fine-tuning rows (2025 to 2026).";
const azure = 'Azure OpenAI guide on direct preference optimization.';

/** Rules on rows of preference data: an input, a better and a worse output. */
export const preferenceRules = {
  'dpo/missing-input': {
    what: 'A preference row has no `input`.',
    why: 'Both outputs answer the conversation in it.',
    fix: 'Add `"input": {"messages": [...]}`.',
    source: 'The service error "is missing key \'input\'".',
  },
  'dpo/missing-preferred': {
    what: 'A preference row has no `preferred_output`.',
    why: 'The model learns to tell the better output from the worse, so it needs both.',
    fix: 'Add the better output.',
    source: guide,
  },
  'dpo/missing-non-preferred': {
    what: 'A preference row has no `non_preferred_output`.',
    why: 'The model learns to tell the better output from the worse, so it needs both.',
    fix: 'Add the worse output.',
    source: guide,
  },
  'dpo/legacy-key': {
    what: 'An output is named `preferred_completion` or `non_preferred_completion`.',
    why: 'Since 2025 the keys are `preferred_output` and `non_preferred_output`.',
    fix: 'Rename the key.',
    source: `${guide} The schema of April 2025 still has the older names.`,
  },
  'dpo/input-not-object': {
    what: '`input` is not an object.',
    why: 'It holds `messages` and may hold `tools`.',
    fix: 'Write `{"messages": [...]}`.',
    source: guide,
  },
  'dpo/unknown-key': {
    what: 'A preference row has a key other than `input`, `preferred_output` and `non_preferred_output`, or its `input` one other than `messages`, `tools` and `parallel_tool_calls`.',
    why: 'Services are known to reject extra keys of chat rows.',
    fix: 'Remove the key. In data with `chosen` and `rejected`, these are the two outputs.',
    source: 'By analogy with chat rows; not confirmed.',
  },
  'dpo/output-not-array': {
    what: 'An output is not an array.',
    why: 'An output is a list with one assistant message.',
    fix: 'Put the message in `[ ]`.',
    source: schema,
  },
  'dpo/output-empty': {
    what: 'An output has no message.',
    why: 'There is nothing to prefer.',
    fix: 'Add the assistant message.',
    source: `${guide} ${azure}`,
  },
  'dpo/output-too-many': {
    what: 'An output has more than one message. Marked at the second. Azure allows several.',
    why: 'The outputs are one turn of the assistant.',
    fix: 'Move the messages before the last to `input`, or keep one.',
    source: `${schema} ${azure}`,
  },
  'dpo/output-not-assistant': {
    what: 'The message of an output is not of the role assistant. Azure also takes tool, beside an assistant message.',
    why: 'Only what the assistant says can be preferred.',
    fix: 'Write the role assistant.',
    source: `${schema} ${azure}`,
  },
  'dpo/last-input-assistant': {
    what: 'The last message of `input` is of the assistant.',
    why: 'The outputs are the next turn of the assistant, so a user or a tool should have spoken before.',
    fix: 'Remove the message, or add the question that follows it.',
    source: `${guide} It speaks of one turn.`,
  },
  'dpo/identical-outputs': {
    what: 'Both outputs are the same.',
    why: 'Nothing is preferred, so nothing is learned.',
    fix: 'Correct one of them or delete the row.',
    source: 'Good practice.',
  },
  'dpo/image': {
    what: 'The `input` has an image.',
    why: 'The guide says that preference data is text only.',
    fix: 'Describe the image in words, or delete the row.',
    source: `${guide} The later schema allows images.`,
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
