/** How long a service asks to wait, in the heads of its answers (OpenAI's guide on rate limits, stored 2026-11). Milliseconds. */

/** Nobody is left waiting for longer, whatever a service asks for. */
const longestWait = 3_600_000;

const unitLengths: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `1s`, `6m0s`, `120ms`; undefined for other texts. */
function durationOf(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|[hms]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitLengths[unit] ?? 0), 0);
}

/** Until there may be more requests, by `x-ratelimit-reset-requests`; undefined where the service does not say. */
export function resetIn(headers: Headers): number | undefined {
  const wait = durationOf(headers.get('x-ratelimit-reset-requests') ?? '');
  return wait === undefined ? undefined : Math.min(wait, longestWait);
}

/** What a good answer asks for: to wait when it was the last of the requests that are allowed. */
export function cooldownIn(headers: Headers): number {
  return headers.get('x-ratelimit-remaining-requests') === '0' ? (resetIn(headers) ?? 0) : 0;
}

/**
 * What a refusal asks for: `retry-after-ms`, `Retry-After` in seconds or as a date, which is measured by the service's own
 * clock, or else when the limit is reset. Undefined where it asks for nothing.
 */
export function retryAfterIn(headers: Headers): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  const given = headers.get('retry-after') ?? '';
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) * 1000 : undefined;
  const wait =
    milliseconds >= 0 ? milliseconds : (seconds ?? Date.parse(given) - Date.parse(headers.get('date') ?? ''));
  return wait >= 0 ? Math.min(wait, longestWait) : resetIn(headers);
}
