import type { CompletionRequest } from '../../engines/engine.ts';
import {
  readBoolean,
  readInteger,
  readNumber,
  readObject,
  readString,
  refuseOtherKeys,
  type JsonObject,
} from '../body.ts';
import { badRequest } from '../errors.ts';

/** What is asked of a model, without the id that the server gives. */
export interface AnswerSpec {
  readonly model: string;
  readonly question: Omit<CompletionRequest, 'id'>;
  readonly isStream: boolean;
  /** The stream ends with the number of tokens. */
  readonly includesUsage: boolean;
}

/** Longest answer that may be asked for, in the engine's tokens. */
export const answerLimit = { min: 1, max: 1_000_000 };

/** Fields that chat and legacy completions share, and that this server obeys. */
const commonFields = ['model', 'temperature', 'top_p', 'max_tokens', 'stop', 'seed', 'stream', 'stream_options'];

/** How an answer is sampled. */
export function readSampling(body: JsonObject): Pick<CompletionRequest, 'temperature' | 'top_p' | 'stop' | 'seed'> {
  return {
    temperature: readNumber(body, 'temperature', { min: 0, max: 2 }),
    top_p: readNumber(body, 'top_p', { min: 0, max: 1 }),
    stop: readStop(body),
    seed: readInteger(body, 'seed'),
  };
}

/** How an answer is sent. */
export function readDelivery(body: JsonObject): Pick<AnswerSpec, 'isStream' | 'includesUsage'> {
  const isStream = readBoolean(body, 'stream') ?? false;
  const options = readObject(body, 'stream_options');
  if (options && !isStream) {
    const message = `The 'stream_options' parameter is only allowed when 'stream' is enabled.`;
    throw badRequest(message, 'stream_options', 'invalid_value');
  }
  return { isStream, includesUsage: (options && readBoolean(options, 'include_usage')) ?? false };
}

/**
 * Throws for a field that the API does not know, and for one that would change the answer in a way no engine here can:
 * `neutral` says for such fields which value changes nothing.
 */
export function refuseUnsupported(
  body: JsonObject,
  accepted: readonly string[],
  neutral: Readonly<Record<string, (value: unknown) => boolean>>,
): void {
  refuseOtherKeys(body, [...commonFields, ...accepted, ...Object.keys(neutral)]);
  for (const [field, isNeutral] of Object.entries(neutral)) {
    const value = body.fields[field];
    if (value === undefined || value === null || isNeutral(value)) continue;
    const message = `The models of this server do not support this value of '${field}'. Leave it out.`;
    throw badRequest(message, field, 'unsupported_parameter');
  }
}

function readStop(body: JsonObject): readonly string[] | undefined {
  const { stop } = body.fields;
  if (!Array.isArray(stop)) {
    const single = readString(body, 'stop');
    return single === undefined ? undefined : [single];
  }
  if (stop.length > 4 || !stop.every((item) => typeof item === 'string')) {
    throw badRequest(`Invalid 'stop': expected at most 4 strings.`, 'stop', 'invalid_value');
  }
  return stop;
}
