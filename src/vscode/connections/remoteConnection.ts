import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { shortHash } from '../../common/hash.ts';
import type { Clock } from '../../common/time.ts';
import type { Connection } from '../../jobs/connections.ts';
import { endpointOf, suffixLimitOf, targetOf, type ConnectionSettings } from '../../jobs/connectionSettings.ts';
import { LearnedFeatures, type Memory } from '../../jobs/features.ts';
import { learningApi } from '../../jobs/learningApi.ts';
import type { KeyPlace, Keys } from '../secrets.ts';
import { credentialsOf } from './credentials.ts';

export interface RemoteParts {
  readonly keys: Keys;
  readonly memory: Memory;
  readonly clock: Clock;
}

/** Where the key of a connection goes. */
export function keyPlace(settings: ConnectionSettings): KeyPlace {
  return { connection: settings.name, origin: new URL(endpointOf(settings).baseUrl).origin };
}

/** A connection to a service somewhere else. */
export function remoteConnection(settings: ConnectionSettings, { keys, memory, clock }: RemoteParts): Connection {
  const { name, kind, organization, project } = settings;
  const endpoint = endpointOf(settings);
  const { host } = new URL(endpoint.baseUrl);
  const service = `${name} (${host})`;
  const features = new LearnedFeatures(memory, `service/${endpoint.baseUrl}/${name}`);
  const credentials = credentialsOf(settings, keyPlace(settings), keys);
  return {
    name,
    place: `${kind}-${shortHash(JSON.stringify([name, endpoint, organization, project]))}`,
    kind,
    host,
    target: targetOf(kind),
    suffixLimit: suffixLimitOf(endpoint),
    features,
    async open(by) {
      requireTrust();
      const headers = await credentials.open(by);
      const { openaiApi } = await import('../../jobs/openaiApi.ts');
      const api = openaiApi({ connection: name, service, ...endpoint, credentials: headers, organization, project });
      return learningApi(api, { features, clock, service });
    },
    wasUsed: () => credentials.areKnown(),
    reset: () => undefined,
  };
}

/** What a folder brings along must not make anything be sent. */
function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  const { t } = vscode.l10n;
  throw new UserError(
    'connection.untrusted',
    t('Services are asked from trusted workspaces only.'),
    t('Trust this workspace first.'),
  );
}
