import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { LaunchDoubt } from '../../jobs/launch.ts';
import { dateText } from './words.ts';

/** Asks a person what only a person can decide; true = send the job now. */
export async function askAboutDoubt(doubt: LaunchDoubt): Promise<boolean> {
  const go = vscode.l10n.t('Launch Anyway');
  const { question, detail } = wordsOf(doubt);
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}

/** For launches that nobody watches: what may cost twice is not decided by a program. */
export function decideAboutDoubt(doubt: LaunchDoubt): Promise<boolean> {
  if (doubt.type === 'launchedBefore') return Promise.resolve(true);
  const { question, detail } = wordsOf(doubt);
  return Promise.reject(new UserError(`launch.${doubt.type}`, question, detail));
}

function wordsOf({ type, intent }: LaunchDoubt): { readonly question: string; readonly detail: string } {
  const { t } = vscode.l10n;
  const { connection } = intent;
  const when = dateText(intent.startedAt);
  switch (type) {
    case 'underWay':
      return {
        question: t('The same launch is under way already. Launch all the same?'),
        detail: t(
          'It was begun on {0} at {1}, here or in another window. Only one of the two will create a job.',
          connection,
          when,
        ),
      };
    case 'notFound':
      return {
        question: t('{0} has not said whether it created this job. Launch again?', connection),
        detail: t('It was sent at {0} and is not listed. If it exists all the same there will be two jobs.', when),
      };
    case 'launchedBefore':
      return {
        question: t('The same job was launched a few minutes ago. Launch another one?'),
        detail: t('Same connection, parameters and data: {0}, {1}.', connection, when),
      };
  }
}
