import type { RuleWords } from '../../common/ruleDoc.ts';
import type { RuleId } from '../severities.ts';

const guide = 'OpenAI reinforcement fine-tuning guide.';
const azure = 'Azure OpenAI guide on reinforcement fine-tuning.';
const schema = "OpenAI's schema of reinforcement fine-tuning rows (2026).";

/** Rules on rows of reinforcement data: a conversation and the fields that graders compare with. */
export const reinforcementRules = {
  'rft/last-not-user': {
    what: 'The last message is of the assistant, the system or the developer; for Azure also of a tool.',
    why: 'The model answers the last message during training.',
    fix: 'Remove the answer at the end, or move it to a field that the grader compares with.',
    source: `${azure} OpenAI shows it in examples only.`,
  },
  'rft/system-role': {
    what: 'A message has the role system.',
    why: 'Services refuse it in reinforcement data.',
    fix: 'Write developer. For Azure put the instructions in the user message.',
    source: `The service error "System messages are not supported in 'reinforcement' examples". ${schema}`,
  },
  'rft/no-reference': {
    what: 'The row has no key besides the conversation and its tools.',
    why: 'Graders find nothing to compare with under `item`.',
    fix: 'Add a field with the right answer, if the grader needs one.',
    source: schema,
  },
  'rft/inconsistent-fields': {
    what: 'A field that at least half of the examples have is missing. One problem for each field.',
    why: 'A grader that reads it fails on this example.',
    fix: 'Add the field.',
    source: `${guide} It names the error \`invalid_variable_error\`.`,
  },
  'rft/too-many-examples': {
    what: 'A training file has more than 50,000 examples, or a validation file more than 1,000.',
    why: 'Services take no more for reinforcement.',
    fix: 'Leave out examples.',
    source: `${guide} ${azure}`,
  },
  'rft/azure-image': {
    what: 'A reinforcement row for Azure has an image.',
    why: 'Azure takes text only for reinforcement.',
    fix: 'Describe the image in words, or delete the row.',
    source: azure,
  },
} as const satisfies Partial<Record<RuleId, RuleWords>>;
