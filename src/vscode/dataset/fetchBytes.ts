import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';

/** Milliseconds for a whole answer. */
const timeLimit = 30_000;

/**
 * The bytes at an http or https address, at most `maxBytes`. Follows no redirection and sends nothing but the address.
 * Throws a UserError (`fetch.failed`, `fetch.tooLarge`).
 */
export async function fetchBytes(url: string, maxBytes: number): Promise<Uint8Array> {
  const { t } = vscode.l10n;
  const failed = (cause: unknown): UserError =>
    new UserError('fetch.failed', t('{0} does not give the image.', hostOf(url)), '', { cause });
  const response = await fetch(url, {
    redirect: 'error',
    credentials: 'omit',
    signal: AbortSignal.timeout(timeLimit),
  }).catch((error: unknown) => {
    throw failed(error);
  });
  if (!response.ok || !response.body) throw failed(new Error(`HTTP ${response.status}`));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new UserError('fetch.tooLarge', t('The image has more than 10 MB.'), t('Services skip such images.'));
    }
    chunks.push(chunk);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The host alone: an address may hold more than a person wants to see in a message. */
const hostOf = (url: string): string => new URL(url).host;
