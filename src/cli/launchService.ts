import { readFile } from 'node:fs/promises';
import type { ServiceApi } from '../jobs/api.ts';
import {
  endpointOf,
  isKey,
  keyHeaders,
  kindOfHost,
  readConnections,
  targetOf,
  urlProblem,
  type ConnectionSettings,
  type RemoteKind,
} from '../jobs/connectionSettings.ts';
import type { Target } from '../dataset/targets.ts';
import type { ServiceArguments } from './launchUsage.ts';
import { usageError } from './usage.ts';

/** A service that is asked. */
export interface LaunchService {
  readonly name: string;
  readonly host: string;
  readonly target: Target;
  readonly api: ServiceApi;
}

/**
 * The service that options, or else the job file, name. `keyVariable` of the environment holds its key, whatever service it
 * is. Throws a usage error where there is none, or no key for it.
 */
export async function launchService(
  args: ServiceArguments,
  named: string | undefined,
  environment: NodeJS.ProcessEnv,
  keyVariable = 'FINETUNE_API_KEY',
): Promise<LaunchService> {
  const settings = args.baseUrl === undefined ? await namedSettings(args, named) : settingsOf(args.baseUrl);
  const { name, kind, organization, project } = settings;
  const endpoint = endpointOf(settings);
  const { host } = new URL(endpoint.baseUrl);
  const headers = headersOf(settings, host, environment, keyVariable);
  const service = name === host ? host : `${name} (${host})`;
  const address = { connection: name, service, ...endpoint, organization, project };
  const { openaiApi } = await import('../jobs/openaiApi.ts');
  const api = openaiApi({ ...address, credentials: () => Promise.resolve(headers) });
  return { name, host, target: targetOf(kind), api };
}

async function namedSettings(args: ServiceArguments, named: string | undefined): Promise<ConnectionSettings> {
  const name = args.connection ?? named ?? 'openai';
  const listed = args.connections === undefined ? [] : await readList(args.connections);
  const found = listed.find((each) => each.name === name);
  if (found) return found;
  if (name === 'openai') return { name, kind: 'openai' };
  throw usageError(`There is no connection "${name}" here: name it in --connections, or give --base-url.`);
}

async function readList(file: string): Promise<readonly ConnectionSettings[]> {
  const { connections, problems } = readConnections(JSON.parse(await readFile(file, 'utf8')));
  const [problem] = problems;
  if (problem !== undefined) throw usageError(`${file}: ${problem}`);
  return connections;
}

function settingsOf(url: string): ConnectionSettings {
  const host = URL.canParse(url) ? new URL(url).host : url;
  const kind = kindOfHost(host);
  const problem = urlProblem(kind, url);
  if (problem !== undefined) throw usageError(`--base-url: ${problem}`);
  return { name: host, kind, url };
}

/** A key that is meant for one service goes to no other. */
function headersOf(
  { name, kind, authentication = 'key' }: ConnectionSettings,
  host: string,
  environment: NodeJS.ProcessEnv,
  keyVariable: string,
): Readonly<Record<string, string>> {
  if (authentication === 'none') return {};
  const owners: Record<RemoteKind, string> = {
    openai: 'OPENAI_API_KEY',
    azure: 'AZURE_OPENAI_API_KEY',
    compatible: '',
  };
  const owner = owners[kindOfHost(host)];
  const key = (environment[keyVariable] ?? (owner === '' ? undefined : environment[owner]))?.trim();
  const variables = [keyVariable, owner].filter(Boolean).join(' or ');
  if (key && !isKey(key))
    throw usageError(`What ${variables} holds is no key: it has spaces, line breaks or letters beyond ASCII.`);
  if (key) return keyHeaders(kind, key);
  throw usageError(`There is no key for ${name} in the environment: set ${variables}.`);
}
