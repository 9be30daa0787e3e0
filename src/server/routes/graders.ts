import type { FastifyInstance } from 'fastify';
import { graderRefusal } from '../../graders/refusal.ts';
import { runGrader } from '../../graders/run.ts';
import { readBody, readObject, readString, refuseOtherKeys, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';
import { requireGrader, type Grader } from '../grader.ts';

/** /fine_tuning/alpha/graders: validate and run. */
export function graderRoutes(app: FastifyInstance): void {
  app.post('/fine_tuning/alpha/graders/validate', ({ body }) => {
    const request = readBody(body);
    refuseOtherKeys(request, ['grader']);
    return { grader: requireRunnable(request) };
  });

  app.post('/fine_tuning/alpha/graders/run', ({ body }) => {
    const request = readBody(body);
    refuseOtherKeys(request, ['grader', 'model_sample', 'item']);
    const grader = requireRunnable(request);
    const outputText = readString(request, 'model_sample');
    if (outputText === undefined) {
      throw badRequest(`Missing required parameter: 'model_sample'.`, 'model_sample', 'missing_required_parameter');
    }
    const item = readObject(request, 'item')?.fields ?? {};
    return runGrader(grader, { item, outputText }, () => performance.now());
  });
}

/** The grader of a request, without errors and of a kind that runs here. Throws a 400. */
function requireRunnable(request: JsonObject): Grader {
  const refusal = graderRefusal(request.fields['grader']);
  if (refusal !== undefined) throw badRequest(refusal, 'grader', 'unsupported_grader');
  return requireGrader(request, 'grader');
}
