import * as vscode from 'vscode';
import type { Connection } from '../../jobs/connections.ts';
import { features, probedFeatures, type Feature } from '../../jobs/features.ts';
import { probe } from '../../jobs/probe.ts';
import { withProgress } from '../progress.ts';
import type { Reporter } from '../report.ts';

/** Asks the service what it can do, remembers it and tells the person. Throws where it cannot be used. */
export async function testConnection(connection: Connection, reporter: Reporter): Promise<void> {
  const { t } = vscode.l10n;
  const { name, host } = connection;
  const abilities = await withProgress(t('Asking {0} what it can do', `${name} (${host})`), async (_, signal) => {
    // What was learned before may be outdated.
    for (const feature of features) connection.features.setLacks(feature, false);
    return probe(await connection.open('person', signal), signal);
  });
  for (const [feature, isThere] of abilities) if (!isThere) connection.features.setLacks(feature, true);
  const isThere = (feature: Feature): boolean | undefined =>
    abilities.has(feature) ? !connection.features.lacks(feature) : undefined;
  const listed = (wanted: boolean | undefined): string =>
    probedFeatures
      .filter((feature) => isThere(feature) === wanted)
      .map((feature) => featureName(feature))
      .join(', ');
  const missing = listed(false);
  const untold = listed(undefined);
  const parts = [
    t('{0} ({1}) answers. It has: {2}.', name, host, listed(true)),
    missing && t('It does not have: {0}.', missing),
    untold && t('Not known until there is a job: {0}.', untold),
  ];
  reporter.run(() => vscode.window.showInformationMessage(parts.filter(Boolean).join(' ')));
}

function featureName(feature: Feature): string {
  const { t } = vscode.l10n;
  const names: Readonly<Record<Feature, string>> = {
    jobs: t('jobs'),
    models: t('a list of models'),
    files: t('a list of files'),
    uploads: t('uploads in parts'),
    pause: t('pausing'),
    events: t('events'),
    checkpoints: t('checkpoints'),
    cancel: t('cancelling'),
    fileContent: t('the content of files'),
    deleteFile: t('deleting files'),
    deleteModel: t('deleting models'),
  };
  return names[feature];
}
