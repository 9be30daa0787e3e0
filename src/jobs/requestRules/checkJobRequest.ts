import { isBuiltInModel } from '../../common/engineSettings.ts';
import { isGiven, isObject } from '../../common/json.ts';
import type { Target } from '../../dataset/targets.ts';
import { checkGrader } from '../../graders/rules.ts';
import { scoreModels } from '../../graders/scoreModels.ts';
import { readFacts, type RequestFacts } from './facts.ts';
import { checkDates, checkFile, checkModel, type JobFile } from './fit.ts';
import { checkIntegrations } from './integrations.ts';
import { checkMethod } from './method.ts';
import { compareJobProblems, reportTo, type JobProblem } from './problem.ts';
import { checkMembers } from './request.ts';

/** What is known beside the request. What is not known is not checked. */
export interface JobContext {
  /** Default: openai. */
  readonly target?: Target | undefined;
  /** `YYYY-MM-DD`. */
  readonly today?: string | undefined;
  readonly files?: { readonly training?: JobFile | undefined; readonly validation?: JobFile | undefined } | undefined;
}

/**
 * Checks the body of POST /fine_tuning/jobs. Gives its problems in the order of their paths; never throws, whatever JSON
 * value it is.
 */
export function checkJobRequest(request: unknown, context: JobContext = {}): readonly JobProblem[] {
  const { target = 'openai', today, files = {} } = context;
  const problems: JobProblem[] = [];
  const report = reportTo(problems);
  const facts = readFacts(request);
  checkMembers(facts, report);
  checkIntegrations(facts.request.integrations, report);
  checkMethod(facts.request, target, report);
  // A local server has models of its own.
  const known = target === 'local' ? { ...facts, model: undefined } : facts;
  checkModel(known, report);
  if (target === 'openai' && today !== undefined) checkDates(known, today, report);
  if (files.training) checkFile(known, 'training_file', files.training, report);
  if (files.validation) checkFile(known, 'validation_file', files.validation, report);
  problems.push(...graderProblems(facts, context));
  return problems.sort(compareJobProblems);
}

function graderProblems({ request, method }: RequestFacts, context: JobContext): readonly JobProblem[] {
  const { target = 'openai', files } = context;
  const block = method === 'reinforcement' && isObject(request.method) && request.method.reinforcement;
  if (!isObject(block) || !isGiven(block.grader)) return [];
  return checkGrader(block.grader, '$.method.reinforcement.grader', {
    itemFields: files?.training?.fields,
    hasResponseFormat: isObject(block.response_format),
    scoreModels: target === 'local' ? undefined : scoreModels[target],
    isRunHere: target === 'local' && isBuiltInModel(request.model),
  });
}
