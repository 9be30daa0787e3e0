import * as vscode from 'vscode';
import { localConnectionName } from '../../jobs/connectionSettings.ts';
import type { Connections } from '../../jobs/connections.ts';
import type { Job } from '../../jobs/api.ts';
import { rehearse } from '../../jobs/rehearsal.ts';
import type { Clock } from '../../common/time.ts';
import { withProgress } from '../progress.ts';
import type { PreparedLaunch } from './sendLaunch.ts';

/** Runs a job small on the local server and shows how that went. */
export async function rehearseLaunch(
  { request, training, validation }: PreparedLaunch,
  { connections, clock }: { readonly connections: Connections; readonly clock: Clock },
): Promise<void> {
  const { t } = vscode.l10n;
  if ('id' in training) return;
  const local = connections.get(localConnectionName);
  const job = await withProgress(t('Rehearsing on the local server'), async (report, signal) => {
    const api = await local.open('person', signal);
    const files = {
      training: await training.file.open(),
      validation: validation && !('id' in validation) ? await validation.file.open() : undefined,
    };
    const onStatus = (status: string): void => report(status.replaceAll('_', ' '));
    return rehearse({ request, ...files }, { api, clock, random: Math.random, signal, onStatus });
  });
  await tellOutcome(job);
}

async function tellOutcome({ status, error }: Job): Promise<void> {
  const { t } = vscode.l10n;
  const detail = t('The model of the local server learned from up to 50 rows. The job itself is still to be launched.');
  if (status === 'succeeded') {
    await vscode.window.showInformationMessage(t('The rehearsal succeeded.'), { modal: true, detail });
  } else {
    const message = t('The rehearsal ended as {0}: {1}', status, error?.message ?? '');
    await vscode.window.showWarningMessage(message, { modal: true });
  }
}
