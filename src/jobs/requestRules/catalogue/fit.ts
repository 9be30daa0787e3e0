import type { RuleDoc } from '../../../common/ruleDoc.ts';

const deprecations = "OpenAI's deprecations page (2026-11).";

/** Rules on what model, method, data and date have to do with each other. Unknown models are not judged. */
export const fitRules = {
  'job/model-method': {
    severity: 'error',
    what: 'The model is not offered for the method. Marked at the type of the method, or at the model where no method is named.',
    why: 'The service refuses the job.',
    fix: 'gpt-4.1 and gpt-4o models take supervised and dpo; o4-mini takes reinforcement only; older ones supervised.',
    source: 'OpenAI guides on each method (2024 to 2026); an Azure error of 2026-07.',
  },
  'job/model-alias': {
    severity: 'info',
    what: 'The model is named without its date.',
    why: 'The service takes the snapshot that it thinks of; older guides ask for the name with its date.',
    fix: 'Write the snapshot, such as `gpt-4.1-mini-2025-04-14`.',
    source: 'OpenAI API description and guides, which disagree.',
  },
  'job/model-retired': {
    severity: 'error',
    what: 'OpenAI has switched the model off by today, or the model it was trained from.',
    why: 'A job on it is refused.',
    fix: 'Take another model or another service.',
    source: deprecations,
  },
  'job/model-retiring': {
    severity: 'warning',
    what: 'OpenAI switches the model off within 90 days.',
    why: 'Models trained from it end on the same day.',
    fix: 'Take another model or another service.',
    source: deprecations,
  },
  'job/platform-closing': {
    severity: 'warning',
    what: 'The target is openai. Reported before 2027-01-06, where today is known.',
    why: 'Only organisations that used a fine-tuned model recently may create jobs, and nobody from 2027-01-06 on.',
    fix: 'Plan for another service. The format of the data and the API live on there.',
    source: deprecations,
  },
  'job/platform-closed': {
    severity: 'error',
    what: 'The target is openai, and today is 2027-01-06 or later.',
    why: 'OpenAI takes no new jobs.',
    fix: 'Take another service.',
    source: `${deprecations} Whether the day itself is still open is not clear.`,
  },
  'job/format-method': {
    severity: 'error',
    what: 'The format of the file is not one that the method learns from. Marked at the file.',
    why: 'The job fails when the service reads the file.',
    fix: 'supervised takes chat or completions, dpo preference, reinforcement reinforcement data.',
    source: 'Job error of 2024-12.',
  },
  'job/format-model': {
    severity: 'error',
    what: 'Completions are to train a chat model, or conversations a completions model. Marked at the file.',
    why: 'The job fails when the service reads the file.',
    fix: 'Completions go with babbage-002 and davinci-002 only.',
    source: "OpenAI's API description (2026-08-21).",
  },
  'job/images-model': {
    severity: 'warning',
    what: 'The file has images, and the model is not gpt-4o-2024-08-06. Marked at the file.',
    why: 'It is the only model that is documented to learn from images.',
    fix: 'Take that model, or remove the images.',
    source: 'OpenAI vision fine-tuning guide; Azure names older models too.',
  },
  'upload/wrong-extension': {
    severity: 'error',
    what: 'The name of the file does not end in `.jsonl`. Marked at the file.',
    why: 'The upload is refused.',
    fix: 'Rename the file.',
    source: "OpenAI's API description (2026-08-21).",
  },
} as const satisfies Record<string, RuleDoc>;
