import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { LaunchDecision, LaunchDoubt } from '../../jobs/launchParts.ts';
import { views } from '../ids.ts';
import { dateText } from './words.ts';

/** Milliseconds after a launch in which the same launch may be a mistake. */
const recently = 10 * 60_000;

/** Asks a person what only a person can decide. The first button, which has the focus, sends nothing. `now` in milliseconds. */
export async function askAboutDoubt(doubt: LaunchDoubt, now: number): Promise<LaunchDecision> {
  // One from the future was launched by a clock that was wrong.
  if (doubt.type === 'launchedBefore' && now - doubt.intent.startedAt >= recently) return 'send';
  const { t } = vscode.l10n;
  const [look, go] = [t('Look at the Jobs'), t('Launch Anyway')];
  const { question, detail } = wordsOf(doubt);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, look, go);
  if (chosen === look) await vscode.commands.executeCommand(`${views.jobs}.focus`);
  return chosen === go ? 'send' : 'leave';
}

/** For launches that nobody watches: what may cost twice is not decided by a program. */
export function decideAboutDoubt(doubt: LaunchDoubt): Promise<LaunchDecision> {
  if (doubt.type === 'launchedBefore') return Promise.resolve('send');
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
