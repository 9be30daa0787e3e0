import { isObject } from '../../common/json.ts';
import type { CompletionEvent } from '../../engines/engine.ts';

/** Reads what a serving engine wrote; undefined for what the port does not know. Engines are other people's programs. */
export function parseCompletionEvent(message: unknown): CompletionEvent | undefined {
  if (!isObject(message) || typeof message['id'] !== 'string') return undefined;
  return isEvent(message) ? (message as unknown as CompletionEvent) : undefined;
}

function isEvent(fields: Readonly<Record<string, unknown>>): boolean {
  switch (fields['type']) {
    case 'delta':
      return typeof fields['text'] === 'string';
    case 'completed': {
      const { finish_reason: reason, usage } = fields;
      const isReason = reason === 'stop' || reason === 'length';
      return isReason && isObject(usage) && isCount(usage['prompt_tokens']) && isCount(usage['completion_tokens']);
    }
    case 'failed':
      return typeof fields['message'] === 'string';
    default:
      return false;
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
