import { t } from '@vscode/l10n';
import { graderProblemMessage } from '../graders/messages.ts';
import type { GraderRuleId, ProblemData } from '../graders/problem.ts';
import { jobLimits } from './requestRules/limits.ts';
import type { JobProblem, JobRuleId } from './requestRules/problem.ts';

const text = (data: ProblemData, name: string): string => String(data[name] ?? '');

/** The sentence of each rule. */
const sentences: Readonly<Record<Exclude<JobRuleId, GraderRuleId>, (data: ProblemData) => string>> = {
  'job/missing-model': () => t('Choose a base model.'),
  'job/missing-training-file': () => t('A training file is required.'),
  'job/unknown-field': (data) => t('Unknown field {0}; hyperparameters belong under method.', text(data, 'field')),
  'job/suffix-length': () =>
    t('Suffix must have {0} to {1} characters.', jobLimits.suffixLength.min, jobLimits.suffixLength.max),
  'job/suffix-charset': () => t('Use letters, digits, - and _ in the suffix.'),
  'job/metadata-count': () => t('At most {0} metadata pairs.', jobLimits.metadata.pairs),
  'job/metadata-key-length': () => t('Metadata keys have at most {0} characters.', jobLimits.metadata.keyLength),
  'job/metadata-value-length': () => t('Metadata values have at most {0} characters.', jobLimits.metadata.valueLength),
  'job/metadata-value-type': () => t('Metadata values must be strings.'),
  'job/seed': () => t('Seed: {0} to {1}.', jobLimits.seed.min, String(jobLimits.seed.max)),
  'job/integrations-count': () => t('At most {0} integrations.', jobLimits.integrations),
  'job/integration-type': () => t('Only wandb is supported.'),
  'job/integration-project': () => t('The wandb integration needs a project.'),
  'job/wandb-tags': () =>
    t('At most {0} tags of {1} characters.', jobLimits.wandbTags.count, jobLimits.wandbTags.length),
  'job/validation-same-file': () => t('Training and validation file are the same.'),

  'job/method-type': () => t('Method: supervised, dpo or reinforcement.'),
  'job/method-block-mismatch': (data) => t('This block is ignored for method {0}.', text(data, 'method')),
  'job/missing-grader': () => t('Reinforcement needs a grader.'),
  'job/rft-needs-validation': () => t('Reinforcement needs a validation file.'),
  'job/hyperparameters-deprecated': () => t('Deprecated; move under method.'),
  'job/hyperparameters-conflict': () => t('Ignored because method is set.'),
  'job/n-epochs': () => t('Epochs: auto or {0} to {1}.', jobLimits.nEpochs.min, jobLimits.nEpochs.max),
  'job/batch-size': () => t('Batch size: auto or {0} to {1}.', jobLimits.batchSize.min, jobLimits.batchSize.max),
  'job/learning-rate': () => t('Learning rate multiplier: auto or above {0}.', jobLimits.learningRateMultiplier.above),
  'job/beta': () => t('Beta: auto, or above {0} and at most {1}.', jobLimits.beta.above, jobLimits.beta.max),
  'job/compute-multiplier': () => {
    const { above, max } = jobLimits.computeMultiplier;
    return t('Compute multiplier: auto, or above {0} and at most {1}.', above, max);
  },
  'job/eval-interval': () => t('Eval interval: auto or at least {0}.', jobLimits.evalInterval.min),
  'job/eval-samples': () => t('Eval samples: auto or at least {0}.', jobLimits.evalSamples.min),
  'job/reasoning-effort': () => t('Reasoning effort: default, low, medium or high.'),
  'job/azure-rft-range': (data) =>
    t('Outside the range Azure accepts: {0} to {1}.', text(data, 'min'), text(data, 'max')),

  'job/model-method': (data) => t('{0} does not offer {1}.', text(data, 'model'), text(data, 'method')),
  'job/model-alias': (data) => t('{0} will be resolved to {1}.', text(data, 'alias'), text(data, 'snapshot')),
  'job/model-retired': (data) => t('{0} was shut down on {1}.', text(data, 'model'), text(data, 'date')),
  'job/model-retiring': (data) =>
    t('{0} and its fine-tunes shut down on {1}.', text(data, 'model'), text(data, 'date')),
  'job/platform-closing': (data) =>
    t('OpenAI accepts new jobs until {0}, from recently active organisations only.', text(data, 'date')),
  'job/platform-closed': () => t('OpenAI no longer accepts new jobs.'),
  'job/format-method': (data) => t('{0} data does not fit method {1}.', text(data, 'format'), text(data, 'method')),
  'job/format-model': (data) => t('{0} data does not fit {1}.', text(data, 'format'), text(data, 'model')),
  'job/images-model': (data) => t('{0} is not documented for images.', text(data, 'model')),
  'upload/wrong-extension': () => t('File name must end in .jsonl.'),
};

/** What is wrong, in one sentence: the same words in editor and command line. May quote the request: never log it. */
export function jobProblemMessage({ rule, data }: Pick<JobProblem, 'rule' | 'data'>): string {
  return isGraderRule(rule) ? graderProblemMessage({ rule, data }) : sentences[rule](data);
}

function isGraderRule(rule: JobRuleId): rule is GraderRuleId {
  return rule.startsWith('grader/');
}
