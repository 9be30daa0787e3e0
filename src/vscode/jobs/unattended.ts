import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { mayLaunchUnattended, type Connection } from '../../jobs/connections.ts';
import { currentSettings } from '../settings.ts';

/** Throws a UserError (`launch.unattendedRefused`) where nothing is done on a connection without a question that may cost money. */
export function requireUnattended(connection: Connection): void {
  if (mayLaunchUnattended(connection, currentSettings.allowUnattended())) return;
  throw new UserError(
    'launch.unattendedRefused',
    vscode.l10n.t('Using {0} without asking is not allowed.', connection.name),
    vscode.l10n.t('The setting finetune.launch.allowUnattended allows it.'),
    { actions: ['openSettings'] },
  );
}
