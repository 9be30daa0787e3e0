import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import {
  isKey,
  keyHeaders,
  type Authentication,
  type ConnectionSettings,
  type RemoteKind,
} from '../../jobs/connectionSettings.ts';
import type { KeyPlace, Keys } from '../secrets.ts';

type Headers = Readonly<Record<string, string>>;

/** Proves to one service who asks. */
export interface Credentials {
  /** True where a request needs nobody to be asked. */
  areKnown(): Promise<boolean>;
  /**
   * Gives the headers of a request, anew for each. A person is asked for what is missing; in the background that is a
   * UserError (`connection.noKey`, `connection.signedOut`).
   */
  open(by: 'person' | 'background'): Promise<() => Promise<Headers>>;
}

/** How a connection proves who asks where its settings do not say. */
export const defaultAuthentication = 'key' satisfies Authentication;

export function credentialsOf(settings: ConnectionSettings, place: KeyPlace, keys: Keys): Credentials {
  switch (settings.authentication ?? defaultAuthentication) {
    case 'none':
      return { areKnown: () => Promise.resolve(true), open: () => Promise.resolve(() => Promise.resolve({})) };
    case 'microsoft':
      return microsoft(settings, place);
    case 'key':
      return stored(settings.kind, place, keys);
  }
}

function stored(kind: RemoteKind, place: KeyPlace, keys: Keys): Credentials {
  const { t } = vscode.l10n;
  return {
    areKnown: async () => (await keys.get(place)) !== undefined,
    async open(by) {
      let key = await keys.get(place);
      if (key === undefined && by === 'person') key = await askKey(kind, place, keys);
      if (key === undefined) {
        throw new UserError('connection.noKey', t('There is no key for {0}.', placeText(place)), t('Enter it.'), {
          actions: ['enterKey'],
          connection: place.connection,
        });
      }
      const headers = keyHeaders(kind, key);
      return () => Promise.resolve(headers);
    },
  };
}

const placeText = ({ connection, origin }: KeyPlace): string => `${connection} (${new URL(origin).host})`;

/** Where keys are kept by those who use the services' own tools. */
const variables: Readonly<Partial<Record<RemoteKind, string>>> = {
  openai: 'OPENAI_API_KEY',
  azure: 'AZURE_OPENAI_API_KEY',
};

/**
 * Asks for a key and keeps it; undefined where the person left. One that is in the environment is offered and taken with
 * the person's consent only.
 */
export async function askKey(kind: RemoteKind, place: KeyPlace, keys: Keys): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const variable = variables[kind];
  const found = variable === undefined ? '' : (process.env[variable]?.trim() ?? '');
  if (variable !== undefined && isKey(found)) {
    const take = t('Use the key in {0}', variable);
    const placeHolder = t('Key for {0}', placeText(place));
    const chosen = await vscode.window.showQuickPick([take, t('Enter a key')], { placeHolder, ignoreFocusOut: true });
    if (chosen === undefined) return undefined;
    if (chosen === take) {
      await keys.set(place, found);
      return found;
    }
  }
  const key = await vscode.window.showInputBox({
    title: t('Key for {0}', placeText(place)),
    prompt: t('Kept in the secret storage of VS Code and sent to {0} only.', new URL(place.origin).host),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => keyProblem(text),
  });
  if (key === undefined) return undefined;
  await keys.set(place, key.trim());
  return key.trim();
}

function keyProblem(text: string): string | undefined {
  const { t } = vscode.l10n;
  if (text.trim() === '') return t('A key is needed.');
  return isKey(text.trim()) ? undefined : t('A key holds no spaces and no letters beyond ASCII.');
}

/** Signs in with VS Code's own Microsoft accounts. */
function microsoft(settings: ConnectionSettings, { connection, origin }: KeyPlace): Credentials {
  const { t } = vscode.l10n;
  const scopes = [scopeOf(origin), ...(settings.tenant === undefined ? [] : [`VSCODE_TENANT:${settings.tenant}`])];
  const session = (
    options: vscode.AuthenticationGetSessionOptions,
  ): Thenable<vscode.AuthenticationSession | undefined> =>
    vscode.authentication.getSession('microsoft', scopes, options);
  const headers = async (): Promise<Headers> => {
    const signedIn = await session({ silent: true });
    if (signedIn) return { Authorization: `Bearer ${signedIn.accessToken}` };
    throw new UserError('connection.signedOut', t('You are not signed in to {0}.', connection), t('Sign in.'), {
      actions: ['enterKey'],
      connection,
    });
  };
  return {
    areKnown: async () => (await session({ silent: true })) !== undefined,
    async open(by) {
      if (by === 'person') await session({ createIfNone: true });
      await headers();
      return headers;
    },
  };
}

/** Azure's references of 2026-10: Foundry projects have a scope of their own. */
function scopeOf(origin: string): string {
  const isFoundry = new URL(origin).hostname.endsWith('.services.ai.azure.com');
  return isFoundry ? 'https://ai.azure.com/.default' : 'https://cognitiveservices.azure.com/.default';
}
