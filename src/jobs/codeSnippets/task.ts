import type { JsonObject } from '../../common/json.ts';
import type { ConnectionKind } from '../connections.ts';
import type { Authentication, Endpoint } from '../connectionSettings.ts';

/** How programs reach a service. Holds no key: programs take theirs from a variable of the environment. */
export interface SnippetService extends Endpoint {
  readonly kind: ConnectionKind;
  readonly authentication: Authentication;
  readonly organization?: string | undefined;
  readonly project?: string | undefined;
}

/** What a program does: look at a job and its newest events, launch one like it, or ask its model. */
export type SnippetTask =
  | { readonly type: 'watch'; readonly job: string }
  | { readonly type: 'launch'; readonly request: JsonObject }
  | { readonly type: 'ask'; readonly model: string };

/**
 * The variable that holds the key, or the token of a Microsoft account; undefined where a service asks for nothing. The
 * names are those of the official SDKs, and for other services that of our command line.
 */
export function keyVariable({ kind, authentication }: SnippetService): string | undefined {
  if (authentication === 'none') return undefined;
  if (authentication === 'microsoft') return 'AZURE_OPENAI_AD_TOKEN';
  if (kind === 'openai') return 'OPENAI_API_KEY';
  return kind === 'azure' ? 'AZURE_OPENAI_API_KEY' : 'FINETUNE_API_KEY';
}

/** Newest events that a program shows. */
export const shownEvents = 20;

/** What a program asks a model. */
export const greeting = { role: 'user', content: 'Hello!' };
