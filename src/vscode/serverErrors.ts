import { t } from '@vscode/l10n';
import { UserError } from '../common/errors.ts';
import { serverExitCodes, type ServerInfo } from '../common/serverInfo.ts';

/** The local server ended with this exit code before it answered; undefined: it did not answer in time. */
export function notStarted(code: number | undefined, port: number): UserError {
  if (code === serverExitCodes.portTaken) {
    return new UserError(
      'server.portTaken',
      t('The local server cannot use port {0}: another program has it.', String(port)),
      t('Choose another in the setting finetune.localServer.port, or 0 for any free one.'),
      { actions: ['openSettings', 'retry'] },
    );
  }
  const what =
    code === undefined
      ? t('The local server did not answer in time.')
      : t('The local server ended at once with code {0}.', code);
  return new UserError('server.failedToStart', what, t('Its log tells more.'), {
    actions: ['showLog', 'retry'],
  });
}

/** A window that was not reloaded since the extension was updated cannot talk to what the update started. */
export function ofNewerVersion(version: string): UserError {
  return new UserError(
    'server.newer',
    t(
      'The local server was started by version {0} of this extension, which is newer than the one in this window.',
      version,
    ),
    t('Reload the window to use it.'),
    { actions: ['reloadWindow'] },
  );
}

export function doesNotLeave(): UserError {
  return new UserError(
    'server.doesNotLeave',
    t('The local server was asked to end and has not.'),
    t('Its log tells more.'),
    {
      actions: ['showLog', 'retry'],
    },
  );
}

export function onAnotherMachine(info: ServerInfo): UserError {
  return new UserError(
    'server.onAnotherMachine',
    t('The data folder of the local server is in use on the machine "{0}".', info.hostName),
    t('Stop the server there first.'),
    { actions: ['retry'] },
  );
}

/** What a folder brings along must not make a program run. */
export function untrusted(): UserError {
  return new UserError(
    'server.untrusted',
    t('The local server is used from trusted workspaces only.'),
    t('Trust this workspace first.'),
  );
}
