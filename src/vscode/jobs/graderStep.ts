import * as vscode from 'vscode';
import { isObject, type JsonObject } from '../../common/json.ts';
import { graderProblemMessage } from '../../graders/messages.ts';
import { checkGrader } from '../../graders/rules.ts';
import { mapOutcome, textStep, type Step } from '../multiStep.ts';

/** What a grader may look like to begin with: the answer compared with a field of the example. */
const usual: JsonObject = {
  type: 'string_check',
  name: 'exact',
  input: '{{sample.output_text}}',
  reference: '{{item.answer}}',
  operation: 'eq',
};

/** Asks for the grader of a reinforcement job, as JSON: graders are many, and job files help to write large ones. */
export const graderStep =
  <A extends { readonly grader?: JsonObject }>(): Step<A> =>
  async (answers, frame) => {
    const result = await textStep({
      ...frame,
      prompt: vscode.l10n.t('Grader: scores each answer. Its JSON; a job file has more room for a large one.'),
      placeholder: '',
      value: JSON.stringify(answers.grader ?? usual),
      problem: graderProblem,
    });
    return mapOutcome(result, (text) => ({ ...answers, grader: JSON.parse(text) as JsonObject }));
  };

function graderProblem(text: string): string | undefined {
  let grader: unknown;
  try {
    grader = JSON.parse(text);
  } catch {
    return vscode.l10n.t('This is not JSON.');
  }
  if (!isObject(grader)) return vscode.l10n.t('A grader is an object.');
  const problem = checkGrader(grader, '$', { hasResponseFormat: true }).find(({ severity }) => severity === 'error');
  return problem && graderProblemMessage(problem);
}
