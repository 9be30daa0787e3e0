import { UserError } from '../common/errors.ts';
import type { LaunchJournal } from '../jobs/journal.ts';
import type { LaunchDecision, LaunchDoubt } from '../jobs/launchParts.ts';

/**
 * Nobody is there to be asked. A run that was killed before it told its end is gone on with; what may cost twice needs
 * --again. Throws UserErrors `launch.underWay` and `launch.notFound`.
 */
export async function decideOnDoubt(
  doubt: LaunchDoubt,
  journal: LaunchJournal,
  isAgain: boolean,
): Promise<LaunchDecision> {
  const { intent } = doubt;
  const at = new Date(intent.startedAt).toISOString();
  switch (doubt.type) {
    case 'launchedBefore':
      return isAgain || (await journal.isTold(intent)) ? 'send' : 'take';
    case 'underWay':
      throw new UserError('launch.underWay', `Another process has been launching the same job since ${at}.`);
    case 'notFound':
      if (isAgain) return 'send';
      throw new UserError(
        'launch.notFound',
        `The same was sent to ${intent.connection} at ${at} without a good answer, and no such job is listed there.`,
        'Look at its jobs; --again launches another one.',
      );
  }
}
