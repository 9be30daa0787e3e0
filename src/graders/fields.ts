/** Types of graders that jobs take. */
export type GraderType = 'string_check' | 'text_similarity' | 'score_model' | 'python' | 'multi';

/** What a required field must be. `any`: a rule of its own looks at it. */
export type FieldKind = 'text' | 'list' | 'any';

/** Required fields of each type, from OpenAI's API description (2026-08-21). */
export const requiredFields: Readonly<Record<GraderType, Readonly<Record<string, FieldKind>>>> = {
  string_check: { name: 'text', input: 'text', reference: 'text', operation: 'any' },
  text_similarity: { name: 'text', input: 'text', reference: 'text', evaluation_metric: 'any' },
  score_model: { name: 'text', input: 'list', model: 'text' },
  python: { name: 'text', source: 'text' },
  multi: { name: 'text', graders: 'any', calculate_output: 'text' },
};

/** Types whose examples in the guides have no `name`, although the API description asks for it. */
export const oftenNameless: ReadonlySet<GraderType> = new Set(['python', 'multi']);

/** Comparisons of a string_check, from the same description. */
export const operations: ReadonlySet<unknown> = new Set(['eq', 'ne', 'like', 'ilike']);

const rouges = ['rouge_1', 'rouge_2', 'rouge_3', 'rouge_4', 'rouge_5', 'rouge_l'];

/** Measures of a text_similarity that jobs take; cosine is for evals only. */
export const metrics: ReadonlySet<unknown> = new Set(['fuzzy_match', 'bleu', 'gleu', 'meteor', ...rouges]);

/** Parts of a model's answer, from the OpenAI graders guide. */
export const sampleFields: ReadonlySet<string> = new Set([
  'output_text',
  'output_json',
  'output_tools',
  'choices',
  'output_audio',
]);

/** Keys of a row that it has beside its fields for grading. */
export const rowFields: readonly string[] = ['messages', 'tools'];

/** Bytes of a python grader's source from which on services refuse it: the guide says less than 256 kB. */
export const maxSourceSize = 256_000;

export function isGraderType(value: unknown): value is GraderType {
  return typeof value === 'string' && Object.hasOwn(requiredFields, value);
}
