import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { dayOf, type Clock } from '../../common/time.ts';
import { jobProblemMessage } from '../../jobs/messages.ts';
import { checkJobRequest } from '../../jobs/requestRules/checkJobRequest.ts';
import type { JobFile } from '../../jobs/requestRules/fit.ts';
import type { LaunchFile, PreparedLaunch } from './sendLaunch.ts';

/**
 * Checks a job by all rules, with what is known of connection and files. Throws a UserError (`launch.requestHasErrors`)
 * where the service would refuse it; gives the sentences of what a person should know before.
 */
export function checkRequest(
  { connection, request, training, validation }: PreparedLaunch,
  clock: Clock,
): readonly string[] {
  const body = {
    ...request,
    training_file: nameOf(training),
    ...(validation && { validation_file: nameOf(validation) }),
  };
  const problems = checkJobRequest(body, {
    target: connection.target,
    today: dayOf(clock.now()),
    files: { training: factsOf(training), validation: validation && factsOf(validation) },
  });
  const errors = problems.filter(({ severity }) => severity === 'error').map(jobProblemMessage);
  const { suffix = '' } = request;
  if (suffix.length > connection.suffixLimit) {
    errors.push(vscode.l10n.t('{0} takes a suffix of up to {1} characters.', connection.name, connection.suffixLimit));
  }
  const [first, ...others] = errors;
  if (first === undefined) return problems.filter(({ severity }) => severity === 'warning').map(jobProblemMessage);
  const { t } = vscode.l10n;
  throw new UserError(
    'launch.requestHasErrors',
    t('{0} would refuse this job: {1}', connection.name, [first, ...others].join(' ')),
    t('Change its parameters, then launch again.'),
  );
}

const nameOf = (source: LaunchFile): string => ('id' in source ? source.id : source.file.path);

function factsOf(source: LaunchFile): JobFile {
  if ('id' in source) return {};
  const { file, check } = source;
  return { name: file.name, format: check.format };
}
