import { isGiven, isObject, type JsonObject } from '../common/json.ts';
import { memberPath } from '../common/jsonPath.ts';
import {
  isGraderType,
  maxSourceSize,
  metrics,
  oftenNameless,
  operations,
  requiredFields,
  type FieldKind,
  type GraderType,
} from './fields.ts';
import { formulaFault } from './formula.ts';
import { reportTo, type GraderProblem, type Report } from './problem.ts';
import { isRefusedType } from './refusal.ts';
import { modelKind } from './scoreModels.ts';
import { checkMessageTemplates, checkTemplates, type TemplateContext } from './templateRules.ts';

/** What the rules need to know beyond the grader. */
export interface GraderContext extends TemplateContext {
  /** Models that may grade; undefined where the service's list is not known. */
  readonly scoreModels?: readonly string[] | undefined;
  /** The graders of the local server itself are to run it, not those of an engine that somebody brings. */
  readonly isRunHere?: boolean;
}

/** Where a grader stands, and who hears of its problems. */
interface Place {
  readonly path: string;
  readonly isInMulti: boolean;
  readonly context: GraderContext;
  readonly report: Report;
}

/** Checks the grader at `path` as jobs take it. Never throws, whatever JSON value it is. */
export function checkGrader(grader: unknown, path: string, context: GraderContext): readonly GraderProblem[] {
  const problems: GraderProblem[] = [];
  checkOne(grader, { path, isInMulti: false, context, report: reportTo(problems) });
  return problems;
}

function checkOne(grader: unknown, place: Place): void {
  const { path, report } = place;
  if (!isObject(grader)) return report('grader/unknown-type', path);
  const { type } = grader;
  const typePath = type === undefined ? path : memberPath(path, 'type');
  if (type === 'label_model') return report('grader/label-model-in-rft', typePath);
  if (!isGraderType(type)) return report('grader/unknown-type', typePath);
  if (type === 'multi' && place.isInMulti) return report('grader/nested-multi', typePath);
  if (place.context.isRunHere === true && isRefusedType(type)) report('grader/not-run-here', typePath, { type });
  checkRequired(grader, type, place);
  checkers[type](grader, place);
}

function checkRequired(grader: JsonObject, type: GraderType, { path, isInMulti, report }: Place): void {
  for (const [field, kind] of Object.entries(requiredFields[type])) {
    const value = grader[field];
    if (isGiven(value)) {
      if (!isOfKind(value, kind)) report('grader/missing-field', memberPath(path, field), { field, kind });
    } else if (field !== 'name') report('grader/missing-field', path, { field });
    else if (!isInMulti) {
      report('grader/missing-field', path, { field }, oftenNameless.has(type) ? 'warning' : 'error');
    }
  }
}

function isOfKind(value: unknown, kind: FieldKind): boolean {
  if (kind === 'any') return true;
  return kind === 'list' ? Array.isArray(value) : typeof value === 'string';
}

const checkers: Readonly<Record<GraderType, (grader: JsonObject, place: Place) => void>> = {
  string_check: checkStringCheck,
  text_similarity: checkTextSimilarity,
  score_model: checkScoreModel,
  python: checkPython,
  multi: checkMulti,
};

function checkStringCheck(grader: JsonObject, place: Place): void {
  const { operation } = grader;
  if (isGiven(operation) && !operations.has(operation)) {
    place.report('grader/invalid-operation', memberPath(place.path, 'operation'));
  }
  checkInputAndReference(grader, place);
}

function checkTextSimilarity(grader: JsonObject, place: Place): void {
  const metric = grader.evaluation_metric;
  const path = memberPath(place.path, 'evaluation_metric');
  if (metric === 'cosine') place.report('grader/cosine-in-rft', path);
  else if (isGiven(metric) && !metrics.has(metric)) place.report('grader/invalid-metric', path);
  checkInputAndReference(grader, place);
}

function checkInputAndReference(grader: JsonObject, { path, context, report }: Place): void {
  for (const field of ['input', 'reference']) {
    checkTemplates(grader[field], memberPath(path, field), context, report);
  }
}

function checkScoreModel(grader: JsonObject, { path, context, report }: Place): void {
  const { input, model, range } = grader;
  if (isGiven(range) && !isRange(range)) report('grader/range', memberPath(path, 'range'));
  checkMessageTemplates(input, memberPath(path, 'input'), context, report);
  if (typeof model !== 'string') return;
  const isListed = context.scoreModels?.includes(model) ?? true;
  if (!isListed) report('grader/model-unsupported', memberPath(path, 'model'), { model });
  checkSampling(grader, model, memberPath(path, 'sampling_params'), report);
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high] = value as readonly unknown[];
  return typeof low === 'number' && typeof high === 'number' && low < high;
}

function checkSampling(grader: JsonObject, model: string, path: string, report: Report): void {
  const params = grader.sampling_params;
  if (!isObject(params)) return;
  const kind = modelKind(model);
  const wrong = { reasoning: 'temperature', plain: 'reasoning_effort' };
  const parameter = kind && wrong[kind];
  if (parameter && isGiven(params[parameter])) {
    report('grader/sampling-params', memberPath(path, parameter), { model, parameter });
  }
}

function checkPython(grader: JsonObject, { path, report }: Place): void {
  const { source } = grader;
  if (typeof source !== 'string') return;
  const sourcePath = memberPath(path, 'source');
  if (!/^def\s+grade\s*\(/m.test(source)) report('grader/python-no-grade', sourcePath);
  const size = new TextEncoder().encode(source).length;
  if (size >= maxSourceSize) report('grader/python-too-large', sourcePath);
}

function checkMulti(grader: JsonObject, place: Place): void {
  const { path, report } = place;
  const { graders } = grader;
  const gradersPath = memberPath(path, 'graders');
  const formula = grader.calculate_output;
  const names = isMap(graders) ? new Set(Object.keys(graders)) : undefined;
  if (isMap(graders)) {
    for (const [name, one] of Object.entries(graders)) {
      checkOne(one, { ...place, path: memberPath(gradersPath, name), isInMulti: true });
    }
  } else if (isGiven(graders)) report('grader/multi-not-map', gradersPath);
  const fault = typeof formula === 'string' ? formulaFault(formula, names) : undefined;
  if (fault) report('grader/calculate-output', memberPath(path, 'calculate_output'), fault);
}

/** False for a single grader too: the members of a map are objects, its `type` is a text. */
function isMap(graders: unknown): graders is JsonObject {
  return isObject(graders) && typeof graders.type !== 'string';
}
