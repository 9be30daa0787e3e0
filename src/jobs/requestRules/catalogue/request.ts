import type { RuleDoc } from '../../../common/ruleDoc.ts';

const description = "OpenAI's API description (2026-08-21).";

/** Rules on the members of a request that are not about training itself. */
export const requestRules = {
  'job/missing-model': {
    severity: 'error',
    what: '`model` is missing, empty or no text. Marked at the request.',
    why: 'A job starts from a model.',
    fix: 'Name a base model, or one that was trained from it.',
    source: description,
  },
  'job/missing-training-file': {
    severity: 'error',
    what: '`training_file` is missing, empty or no text. Marked at the request.',
    why: 'A job learns from a file.',
    fix: 'Name the id of an uploaded file.',
    source: description,
  },
  'job/unknown-field': {
    severity: 'error',
    what: 'The request has a member that the API does not know.',
    why: 'Services answer "extra fields not permitted". Hyperparameters stand often in the wrong place.',
    fix: 'Put hyperparameters under `method.<type>.hyperparameters`; remove the rest.',
    source: 'Service error of 2023 on a top-level `batch_size`.',
  },
  'job/suffix-length': {
    severity: 'error',
    what: '`suffix` is no text of 1 to 64 characters.',
    why: "The suffix becomes part of the new model's name. Azure's classic API takes 40.",
    fix: 'Shorten it, or leave it out.',
    source: description,
  },
  'job/suffix-charset': {
    severity: 'warning',
    what: '`suffix` has other characters than letters, digits, `-` and `_`.',
    why: 'Services replace or refuse them.',
    fix: 'Write `my-model` for `my model`.',
    source: "Azure's API description; OpenAI's says nothing.",
  },
  'job/metadata-count': {
    severity: 'error',
    what: '`metadata` has more than 16 pairs.',
    why: 'Services store no more.',
    fix: 'Remove pairs.',
    source: description,
  },
  'job/metadata-key-length': {
    severity: 'error',
    what: 'A key of `metadata` has more than 64 characters.',
    why: 'Services store no longer ones.',
    fix: 'Shorten the key.',
    source: description,
  },
  'job/metadata-value-length': {
    severity: 'error',
    what: 'A value of `metadata` has more than 512 characters.',
    why: 'Services store no longer ones.',
    fix: 'Shorten the value.',
    source: description,
  },
  'job/metadata-value-type': {
    severity: 'error',
    what: 'A value of `metadata` is no text, or `metadata` is no object.',
    why: 'Metadata are pairs of texts.',
    fix: 'Put the value in quotes.',
    source: description,
  },
  'job/seed': {
    severity: 'error',
    what: '`seed` is no whole number from 0 to 2147483647.',
    why: 'Services refuse it.',
    fix: 'Write a number in the range, or leave it out.',
    source: description,
  },
  'job/integrations-count': {
    severity: 'error',
    what: '`integrations` has more than 5 entries.',
    why: 'A job tells at most 5.',
    fix: 'Remove entries.',
    source: "OpenAI's API description of a job; the one of the request says nothing.",
  },
  'job/integration-type': {
    severity: 'error',
    what: 'The `type` of an integration is missing or not wandb. Marked at the type, or at what lacks it.',
    why: 'Weights & Biases is the only service that jobs report to.',
    fix: 'Write `"type": "wandb"`, or remove the entry.',
    source: description,
  },
  'job/integration-project': {
    severity: 'error',
    what: 'A wandb integration has no `wandb` object with a `project`. Marked at the integration.',
    why: 'Runs belong to a project.',
    fix: 'Add `"wandb": {"project": "…"}`.',
    source: description,
  },
  'job/wandb-tags': {
    severity: 'warning',
    what: 'A wandb integration has more than 50 tags, or one of more than 64 characters.',
    why: 'Tags beyond that are not taken.',
    fix: 'Remove or shorten tags.',
    source: 'OpenAI fine-tuning guide of 2024.',
  },
  'job/validation-same-file': {
    severity: 'warning',
    what: '`training_file` and `validation_file` have the same id.',
    why: 'Examples that were trained on say nothing about new ones.',
    fix: 'Keep some examples back in a file of their own.',
    source: `${description} It says that the data must differ.`,
  },
} as const satisfies Record<string, RuleDoc>;
