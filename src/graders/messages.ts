import { t } from '@vscode/l10n';
import { maxSourceSize } from './fields.ts';
import type { GraderProblem, GraderRuleId, ProblemData } from './problem.ts';

const text = (data: ProblemData, name: string): string => String(data[name] ?? '');

/** The sentence of each rule. */
const sentences: Readonly<Record<GraderRuleId, (data: ProblemData) => string>> = {
  'grader/unknown-type': () => t('Unknown grader type.'),
  'grader/missing-field': missingField,
  'grader/invalid-operation': () => t('Operation: eq, ne, like or ilike.'),
  'grader/invalid-metric': () => t('Unknown similarity metric.'),
  'grader/cosine-in-rft': () => t('cosine is not available for fine-tuning.'),
  'grader/multi-not-map': () => t('graders must map names to graders.'),
  'grader/nested-multi': () => t('multi cannot contain multi.'),
  'grader/label-model-in-rft': () => t('label_model is not available for fine-tuning.'),
  'grader/calculate-output': formula,
  'grader/template-syntax': () => t('Template is not {0}.', '{{ namespace.path }}'),
  'grader/template-namespace': () => t('Only item and sample exist.'),
  'grader/sample-field': (data) => t('sample has no {0}.', text(data, 'field')),
  'grader/item-field': (data) => t('The data has no field {0}.', text(data, 'field')),
  'grader/output-json-needs-response-format': () => t('output_json needs response_format.'),
  'grader/python-no-grade': () => t('Source needs def grade(sample, item).'),
  'grader/python-too-large': () => t('Source must be under {0} kB.', maxSourceSize / 1000),
  'grader/range': () => t('Range must be [low, high].'),
  'grader/model-unsupported': (data) => t('{0} is not a documented grader model.', text(data, 'model')),
  'grader/not-run-here': (data) => t('The local server does not run {0} graders for this model.', text(data, 'type')),
  'grader/sampling-params': (data) => t('{0} is not supported by {1}.', text(data, 'parameter'), text(data, 'model')),
};

function missingField(data: ProblemData): string {
  const field = text(data, 'field');
  if (data.kind === undefined) return t('Grader lacks {0}.', field);
  return data.kind === 'list' ? t('{0} must be a list.', field) : t('{0} must be a string.', field);
}

function formula(data: ProblemData): string {
  if (data.type === 'incomplete') return t('Formula is not complete.');
  if (data.type === 'unexpected') return t('Formula has a {0} where it cannot stand.', text(data, 'token'));
  return t('Formula uses {0}, which is not a grader or function.', text(data, 'token'));
}

/** What is wrong with a grader, in one sentence. May quote the request: never log it. */
export function graderProblemMessage({ rule, data }: Pick<GraderProblem, 'rule' | 'data'>): string {
  return sentences[rule](data);
}
