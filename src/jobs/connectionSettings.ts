import { t } from '@vscode/l10n';
import type { Target } from '../dataset/targets.ts';
import { isObject } from '../common/json.ts';
import type { ConnectionKind } from './connections.ts';

/** Kinds of connection that a person sets up; the local one is always there. */
const remoteKinds = ['openai', 'azure', 'compatible'] as const satisfies readonly ConnectionKind[];
export type RemoteKind = (typeof remoteKinds)[number];

/** key = in a header; microsoft = Microsoft Entra, by signing in; none = the service asks for nothing. */
const authentications = ['key', 'microsoft', 'none'] as const;
export type Authentication = (typeof authentications)[number];

/** One entry of `finetune.connections`. Never holds a key. */
export interface ConnectionSettings {
  readonly name: string;
  readonly kind: RemoteKind;
  /** As the person wrote it; OpenAI's own where absent. */
  readonly url?: string;
  /** Azure only. */
  readonly apiVersion?: string;
  readonly authentication?: Authentication;
  /** OpenAI only. */
  readonly organization?: string;
  readonly project?: string;
  /** Microsoft Entra's tenant, where it is not the account's own. */
  readonly tenant?: string;
}

/** Name under which settings and job files refer to the local server. */
export const localConnectionName = 'local';

export const openaiUrl = 'https://api.openai.com/v1';

/** What can be used of the setting, and a sentence on each entry that cannot. */
export function readConnections(value: unknown): {
  readonly connections: readonly ConnectionSettings[];
  readonly problems: readonly string[];
} {
  const connections: ConnectionSettings[] = [];
  const problems: string[] = [];
  for (const entry of Array.isArray(value) ? value : []) {
    const problem = entryProblem(entry, connections);
    if (problem === undefined) connections.push(entry as ConnectionSettings);
    else problems.push(problem);
  }
  return { connections, problems };
}

const optionalTexts = ['url', 'apiVersion', 'organization', 'project', 'tenant'] as const;

function entryProblem(entry: unknown, others: readonly ConnectionSettings[]): string | undefined {
  if (!isObject(entry)) return t('A connection must be an object.');
  const name = typeof entry.name === 'string' ? entry.name : '';
  const bad = nameProblem(name, others);
  if (bad !== undefined) return bad;
  const kind = remoteKinds.find((known) => known === entry.kind);
  if (!kind) return t('Connection "{0}": kind must be openai, azure or compatible.', name);
  if (entry.authentication !== undefined && !authentications.some((known) => known === entry.authentication)) {
    return t('Connection "{0}": authentication must be key, microsoft or none.', name);
  }
  const wrong = optionalTexts.find((field) => entry[field] !== undefined && typeof entry[field] !== 'string');
  if (wrong !== undefined) return t('Connection "{0}": {1} must be a text.', name, wrong);
  const problem = urlProblem(kind, (entry.url as string | undefined) ?? '');
  return problem === undefined ? undefined : t('Connection "{0}": {1}', name, problem);
}

/** What is wrong with a name; undefined where it can be taken. */
export function nameProblem(name: string, others: readonly { readonly name: string }[]): string | undefined {
  if (!/^[\w][\w .()-]{0,39}$/u.test(name) || name !== name.trim()) {
    return t('A connection needs a name of 1 to 40 letters, digits, spaces, dots and dashes.');
  }
  const isTaken = [{ name: localConnectionName }, ...others].some((other) => isSameName(other.name, name));
  return isTaken ? t('There is a connection named "{0}" already.', name) : undefined;
}

const isSameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** What is wrong with an address; undefined where it can be taken. */
export function urlProblem(kind: RemoteKind, text: string): string | undefined {
  if (text === '') return kind === 'openai' ? undefined : t('An address is needed, such as https://…');
  if (!URL.canParse(text)) return t('This is no address: it must begin with https://');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return t('An address begins with https:// or http://');
  if (url.username || url.password) return t('An address must not hold a name or password.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && kind !== 'compatible') {
    return t('Keys are sent to this service over https:// only.');
  }
  const isKnownQuery = kind === 'azure' && Array.from(url.searchParams.keys()).every((key) => key === 'api-version');
  if (url.hash || (url.search && !isKnownQuery)) return t('An address must not hold ? or #.');
  return undefined;
}

/** True for the name or address of this machine, without a port. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.startsWith('127.');

/** True where whoever is on the way can read the key and the data. */
export function isReadableOnTheWay(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** Where requests go. */
export interface Endpoint {
  /** With the version, without a final slash. */
  readonly baseUrl: string;
  /** In the query of each request: Azure's older addresses. */
  readonly apiVersion?: string;
}

/** Where requests of a connection go. Whole addresses copied from a portal or an example are cut to what counts. */
export function endpointOf({ kind, url: text, apiVersion }: ConnectionSettings): Endpoint {
  if (text === undefined || text === '') return { baseUrl: openaiUrl };
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  if (kind !== 'azure') return { baseUrl: `${url.origin}${path}` };
  const version = apiVersion ?? url.searchParams.get('api-version') ?? '';
  // Of the path only the project of a Foundry resource counts: .../api/projects/P.
  const [, project = ''] = /^(\/api\/projects\/[^/]+)/.exec(path) ?? [];
  if (version === '') return { baseUrl: `${url.origin}${project}/openai/v1` };
  return { baseUrl: `${url.origin}${project}/openai`, apiVersion: version };
}

/** Whose service it is, by its host, as far as that tells. */
export function kindOfHost(host: string): RemoteKind {
  if (host === 'api.openai.com' || host.endsWith('.api.openai.com')) return 'openai';
  return /\.(openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com)$/.test(host)
    ? 'azure'
    : 'compatible';
}

/** Whose rules a service keeps to. What is not known keeps to those that all share. */
export function targetOf(kind: ConnectionKind): Target {
  return kind === 'compatible' ? 'local' : kind;
}

/** Characters of a suffix: OpenAI's reference says 64; Azure's of 2024-10-21 says 40, its v1 as OpenAI's. */
export function suffixLimitOf(endpoint: Endpoint): number {
  return endpoint.apiVersion === undefined ? 64 : 40;
}

/** True for a text that may be a key: headers take nothing else. */
export const isKey = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** The header that carries a key. */
export function keyHeaders(kind: RemoteKind, key: string): Readonly<Record<string, string>> {
  return kind === 'azure' ? { 'api-key': key } : { Authorization: `Bearer ${key}` };
}
