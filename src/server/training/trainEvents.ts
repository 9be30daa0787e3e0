import type { TrainEvent, TrainMetrics } from '../../engines/engine.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads what an engine wrote; undefined for what the port does not know. Engines are other people's programs. */
export function parseTrainEvent(message: unknown): TrainEvent | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const fields = message as Fields;
  switch (fields['type']) {
    case 'started':
      return isCount(fields['total_steps']) && isCount(fields['step']) && areNumbers(fields['hyperparameters'])
        ? (message as TrainEvent)
        : undefined;
    case 'metrics':
      return isCount(fields['step']) && isCount(fields['total_steps']) ? withMetrics(fields) : undefined;
    case 'checkpoint':
      return isCount(fields['step']) ? withMetrics(fields) : undefined;
    case 'paused':
      return isCount(fields['step']) ? (message as TrainEvent) : undefined;
    case 'succeeded':
      return isCount(fields['trained_tokens']) ? (message as TrainEvent) : undefined;
    case 'failed':
      return readFailure(fields);
    default:
      return undefined;
  }
}

/** Longest code and sentence of a failure, in UTF-16 units. */
const maxCodeLength = 64;
const maxMessageLength = 1000;

function readFailure({ code, message }: Fields): TrainEvent | undefined {
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  return { type: 'failed', code: code.slice(0, maxCodeLength), message: message.slice(0, maxMessageLength) };
}

/** A loss that ran away arrives as null, because JSON has no infinity; such numbers are left out. */
function withMetrics(fields: Fields): TrainEvent | undefined {
  const { metrics } = fields;
  if (typeof metrics !== 'object' || metrics === null) return undefined;
  const finite = Object.entries(metrics).filter(([, value]) => Number.isFinite(value));
  return { ...fields, metrics: Object.fromEntries(finite) as unknown as TrainMetrics } as TrainEvent;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areNumbers(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isFinite);
}
