import { builtInEngine } from '../../common/engineSettings.ts';
import { isGiven } from '../../common/json.ts';
import type { Hyperparameters, TrainMethod } from '../../engines/engine.ts';
import { graderRefusal } from '../../graders/refusal.ts';
import { methodNames } from '../../jobs/requestRules/methods.ts';
import { pathOf, readObject, refuseOtherKeys, requireString, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';
import { requireGrader, type Grader } from '../grader.ts';
import type { UsableModel } from '../models.ts';
import { readHyperparameters } from './hyperparameters.ts';

/** How a job is to train. */
export interface JobMethod {
  readonly method: TrainMethod;
  /** Each one that the method has; "auto" where it is not given. */
  readonly hyperparameters: Hyperparameters;
  /** Of reinforcement. */
  readonly grader?: Grader;
  readonly hasResponseFormat: boolean;
}

/** Reads the method of a request. Throws a 400 that names what is wrong. */
export function readMethod(body: JsonObject): JobMethod {
  const method = readObject(body, 'method');
  if (!method) {
    // The deprecated place; ignored where there is a method.
    const hyperparameters = readHyperparameters('supervised', readObject(body, 'hyperparameters'));
    return { method: 'supervised', hyperparameters, hasResponseFormat: false };
  }
  const type = readType(method);
  // A block of another method is ignored, as by the real service.
  refuseOtherKeys(method, ['type', ...methodNames]);
  const block = readObject(method, type) ?? { path: pathOf(method, type), fields: {} };
  const hyperparameters = readHyperparameters(type, readObject(block, 'hyperparameters'));
  if (type !== 'reinforcement') {
    refuseOtherKeys(block, ['hyperparameters']);
    return { method: type, hyperparameters, hasResponseFormat: false };
  }
  refuseOtherKeys(block, ['hyperparameters', 'grader', 'response_format']);
  const hasResponseFormat = isGiven(block.fields['response_format']);
  return { method: type, hyperparameters, grader: requireGrader(block, 'grader'), hasResponseFormat };
}

function readType(method: JsonObject): TrainMethod {
  const named = requireString(method, 'type');
  const type = methodNames.find((known) => known === named);
  if (type) return type;
  const supported = methodNames.map((name) => `'${name}'`).join(', ');
  throw badRequest(
    `Invalid value for 'method.type'. Supported values are: ${supported}.`,
    'method.type',
    'invalid_value',
  );
}

/** Throws a 400 where the model's engine does not train this way, or what it needs for that is missing. */
export function requireTrainable(
  { method, grader }: JobMethod,
  model: UsableModel,
  validationFile: string | undefined,
): void {
  if (!model.engine.methods.includes(method)) {
    const message = `Model ${model.id} does not offer the ${method} method on this server.`;
    throw badRequest(message, 'method.type', 'unsupported_method');
  }
  if (method !== 'reinforcement') return;
  if (validationFile === undefined) {
    const message = `Missing required parameter: 'validation_file'. The reinforcement method needs a validation file.`;
    throw badRequest(message, 'validation_file', 'missing_required_parameter');
  }
  // Other engines may bring what it takes.
  const refusal = isBuiltIn(model) ? graderRefusal(grader) : undefined;
  if (refusal !== undefined) throw badRequest(refusal, 'method.reinforcement.grader', 'unsupported_grader');
}

/** A sentence for each thing that is asked for and changes nothing. */
export function ignoredParts({ hyperparameters, hasResponseFormat }: JobMethod, model: UsableModel): string[] {
  const { reasoning_effort = 'default' } = hyperparameters;
  return [
    ...(isBuiltIn(model) && reasoning_effort !== 'default'
      ? ['reasoning_effort is ignored: the model does not reason before it answers.']
      : []),
    ...(hasResponseFormat ? ['response_format is ignored: answers are sampled as plain text.'] : []),
  ];
}

function isBuiltIn({ engine }: UsableModel): boolean {
  return engine.name === builtInEngine.name;
}
