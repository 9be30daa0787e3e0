import { UserError } from '../common/errors.ts';
import { serverExitCodes, type ServerInfo } from '../common/serverInfo.ts';

/** The local server ended with this exit code before it answered; undefined: it did not answer in time. */
export function notStarted(code: number | undefined, port: number): UserError {
  if (code === serverExitCodes.portTaken) {
    return new UserError(
      'server.portTaken',
      `The local server cannot use port ${port}: another program has it.`,
      'Choose another in the setting finetune.localServer.port, or 0 for any free one.',
      { actions: ['openSettings', 'retry'] },
    );
  }
  const what = code === undefined ? 'did not answer in time' : `ended at once with code ${code}`;
  return new UserError('server.failedToStart', `The local server ${what}.`, 'Its log tells more.', {
    actions: ['showLog', 'retry'],
  });
}

/** A window that was not reloaded since the extension was updated cannot talk to what the update started. */
export function ofNewerVersion(version: string): UserError {
  return new UserError(
    'server.newer',
    `The local server was started by version ${version} of this extension, which is newer than the one in this window.`,
    'Reload the window to use it.',
    { actions: ['reloadWindow'] },
  );
}

export function doesNotLeave(): UserError {
  return new UserError('server.doesNotLeave', 'The local server was asked to end and has not.', 'Its log tells more.', {
    actions: ['showLog', 'retry'],
  });
}

export function onAnotherMachine(info: ServerInfo): UserError {
  return new UserError(
    'server.onAnotherMachine',
    `The data folder of the local server is in use on the machine "${info.hostName}".`,
    'Stop the server there first.',
    { actions: ['retry'] },
  );
}

/** What a folder brings along must not make a program run. */
export function untrusted(): UserError {
  return new UserError(
    'server.untrusted',
    'The local server is used from trusted workspaces only.',
    'Trust this workspace first.',
  );
}
