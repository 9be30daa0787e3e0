import { isObject } from '../common/json.ts';

/** Why the graders of these types do not run here. */
const refusals: Readonly<Record<string, string>> = {
  python: 'python graders are not run by this server, because it has no place to run foreign code safely.',
  score_model: 'score_model graders are not run by this server, because it has no model that could judge answers.',
  label_model: 'label_model graders are not run by this server, because it has no model that could judge answers.',
};

/** True for a type of grader that is never run here. */
export function isRefusedType(type: string): boolean {
  return Object.hasOwn(refusals, type);
}

const cosine = 'The metric cosine is not measured by this server, because it has no embedding model.';
const instead = 'Use string_check, text_similarity or a multi grader of these.';

/** Why a grader, or one inside a multi grader, cannot be run here, and what to use instead; undefined for all that can. */
export function graderRefusal(grader: unknown): string | undefined {
  if (!isObject(grader)) return undefined;
  const inside = grader.type === 'multi' && isObject(grader.graders) ? Object.values(grader.graders) : [];
  const reason = [grader, ...inside].map(reasonAgainst).find((found) => found !== undefined);
  return reason && `${reason} ${instead}`;
}

function reasonAgainst(grader: unknown): string | undefined {
  if (!isObject(grader)) return undefined;
  const { type, evaluation_metric } = grader;
  if (type === 'text_similarity') return evaluation_metric === 'cosine' ? cosine : undefined;
  return typeof type === 'string' && isRefusedType(type) ? refusals[type] : undefined;
}
