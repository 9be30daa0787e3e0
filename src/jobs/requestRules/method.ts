import { isGiven, isObject, type JsonObject } from '../../common/json.ts';
import { memberPath } from '../../common/jsonPath.ts';
import type { Target } from '../../dataset/targets.ts';
import { checkHyperparameters } from './hyperparameters.ts';
import { isMethodName, methodNames, type MethodName } from './methods.ts';
import type { Report } from './problem.ts';

const path = '$.method';

/** Checks how a job is to train: the method, its hyperparameters, and that a grader is there. */
export function checkMethod(request: JsonObject, target: Target, report: Report): void {
  const { method, hyperparameters } = request;
  if (!isGiven(method)) return checkWithoutMethod(hyperparameters, target, report);
  if (isGiven(hyperparameters)) report('job/hyperparameters-conflict', '$.hyperparameters');
  if (!isObject(method) || method.type === undefined) return report('job/method-type', path);
  const { type } = method;
  if (!isMethodName(type)) return report('job/method-type', memberPath(path, 'type'));
  for (const other of methodNames) {
    if (other !== type && isGiven(method[other])) {
      report('job/method-block-mismatch', memberPath(path, other), { method: type });
    }
  }
  checkBlock(method[type], { method: type, target }, report);
}

/** The old place is read where there is no method. */
function checkWithoutMethod(hyperparameters: unknown, target: Target, report: Report): void {
  if (!isGiven(hyperparameters)) return;
  report('job/hyperparameters-deprecated', '$.hyperparameters');
  checkHyperparameters(hyperparameters, '$.hyperparameters', { method: 'supervised', target }, report);
}

function checkBlock(block: unknown, { method, target }: { method: MethodName; target: Target }, report: Report): void {
  const blockPath = block === undefined ? path : memberPath(path, method);
  const hasGrader = isObject(block) && isGiven(block.grader);
  if (method === 'reinforcement' && !hasGrader) report('job/missing-grader', blockPath);
  if (!isObject(block)) return;
  checkHyperparameters(block.hyperparameters, memberPath(blockPath, 'hyperparameters'), { method, target }, report);
}
