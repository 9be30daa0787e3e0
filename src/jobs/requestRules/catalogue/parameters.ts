import type { RuleDoc } from '../../../common/ruleDoc.ts';

const description = "OpenAI's API description (2026-08-21).";
const refused = 'Services refuse the value. `auto` leaves the choice to them.';

/** Rules on the method of a job and its hyperparameters. */
export const parameterRules = {
  'job/method-type': {
    severity: 'error',
    what: 'The `type` of `method` is missing or none of supervised, dpo and reinforcement. Marked at the type, or at the method.',
    why: 'The type says how the model is trained. Hyperparameters of an unknown method are not looked into.',
    fix: 'Write `"method": {"type": "supervised"}`, or one of the others.',
    source: description,
  },
  'job/method-block-mismatch': {
    severity: 'warning',
    what: '`method` has settings for another method than its type. They are not looked into.',
    why: 'The service ignores them, so that a job runs with other settings than were written.',
    fix: 'Change the type, or remove the settings.',
    source: `${description} That they are ignored is concluded.`,
  },
  'job/missing-grader': {
    severity: 'error',
    what: 'The method is reinforcement, and there is no grader. Marked at the settings of the method.',
    why: "The grader's number is what the model learns from.",
    fix: 'Add `method.reinforcement.grader`.',
    source: description,
  },
  'job/rft-needs-validation': {
    severity: 'error',
    what: 'The method is reinforcement, and there is no `validation_file`. Marked at the request.',
    why: 'Services pick the best checkpoints by the validation file.',
    fix: 'Name a validation file.',
    source: 'OpenAI and Azure reinforcement fine-tuning guides.',
  },
  'job/hyperparameters-deprecated': {
    severity: 'info',
    what: 'Hyperparameters stand at the top of the request, without a method.',
    why: 'The place is deprecated; services still read it for supervised training.',
    fix: 'Move them to `method.supervised.hyperparameters`.',
    source: description,
  },
  'job/hyperparameters-conflict': {
    severity: 'warning',
    what: 'Hyperparameters stand at the top of the request, although there is a method. They are not looked into.',
    why: 'The method wins; these are ignored.',
    fix: 'Move them into the method, or remove them.',
    source: 'Azure reinforcement fine-tuning guide.',
  },
  'job/n-epochs': {
    severity: 'error',
    what: '`n_epochs` is neither auto nor a whole number from 1 to 50.',
    why: refused,
    fix: 'Write auto or a number in the range.',
    source: description,
  },
  'job/batch-size': {
    severity: 'error',
    what: '`batch_size` is neither auto nor a whole number from 1 to 256.',
    why: refused,
    fix: 'Write auto or a number in the range.',
    source: description,
  },
  'job/learning-rate': {
    severity: 'error',
    what: '`learning_rate_multiplier` is neither auto nor a number above 0.',
    why: refused,
    fix: 'Write auto or a number such as 0.5 or 2.',
    source: description,
  },
  'job/beta': {
    severity: 'error',
    what: '`beta` of the dpo method is neither auto nor a number above 0 and at most 2.',
    why: refused,
    fix: 'Write auto or a number such as 0.1.',
    source: description,
  },
  'job/compute-multiplier': {
    severity: 'error',
    what: '`compute_multiplier` of the reinforcement method is neither auto nor a number above 0.00001 and at most 10.',
    why: refused,
    fix: 'Write auto or a number such as 1.',
    source: description,
  },
  'job/eval-interval': {
    severity: 'error',
    what: '`eval_interval` of the reinforcement method is neither auto nor a whole number from 1 on.',
    why: refused,
    fix: 'Write auto or a number of steps.',
    source: description,
  },
  'job/eval-samples': {
    severity: 'error',
    what: '`eval_samples` of the reinforcement method is neither auto nor a whole number from 1 on.',
    why: refused,
    fix: 'Write auto or a number of samples.',
    source: description,
  },
  'job/reasoning-effort': {
    severity: 'error',
    what: '`reasoning_effort` of the reinforcement method is none of default, low, medium and high.',
    why: 'Services refuse the value.',
    fix: 'Write one of them.',
    source: description,
  },
  'job/azure-rft-range': {
    severity: 'error',
    what: 'The target is azure, and `eval_samples` is not from 1 to 10, `eval_interval` not from 1 to 25 or `compute_multiplier` not from 0.5 to 3.',
    why: 'Azure takes less than OpenAI does.',
    fix: 'Write auto or a number in the range.',
    source: 'Azure reinforcement fine-tuning guide.',
  },
} as const satisfies Record<string, RuleDoc>;
