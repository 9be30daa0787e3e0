import { checkGrader } from '../graders/rules.ts';
import { graderProblemMessage } from '../graders/messages.ts';
import { badRequest } from './errors.ts';
import { pathOf, readObject, type JsonObject } from './body.ts';

/** A grader as the API takes it, without errors in it. */
export type Grader = Readonly<Record<string, unknown>>;

/** The grader at `key`. Throws a 400 where it is missing, or that names the first field that is wrong with it. */
export function requireGrader(object: JsonObject, key: string): Grader {
  const path = pathOf(object, key);
  const grader = readObject(object, key);
  if (!grader) throw badRequest(`Missing required parameter: '${path}'.`, path, 'missing_required_parameter');
  // What is only a warning there is no concern of the server.
  const problems = checkGrader(grader.fields, path, { hasResponseFormat: true });
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw badRequest(`Invalid '${error.path}': ${graderProblemMessage(error)}`, error.path, 'invalid_grader');
  return grader.fields;
}
