import { readBody, readInteger, requireString, wrongType, type JsonObject } from '../body.ts';
import { badRequest } from '../errors.ts';
import { answerLimit, readDelivery, readSampling, refuseUnsupported, type AnswerSpec } from './answerRequest.ts';

/** Tokens of an answer where the request names no number, as the legacy API has it. */
const defaultTokens = 16;

const isZero = (value: unknown): boolean => value === 0;

const neutral: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  best_of: (value) => value === 1,
  echo: (value) => value === false,
  suffix: (value) => value === '',
  logprobs: () => false,
  frequency_penalty: isZero,
  presence_penalty: isZero,
  logit_bias: (value) => Object.keys(value as object).length === 0,
};

/**
 * Reads the body of POST /completions, the legacy API of models trained on pairs of prompt and completion: the prompt is asked
 * as such a row is trained, as a single message of the user. Any model may be asked.
 */
export function readPromptRequest(requestBody: unknown): AnswerSpec {
  const body = readBody(requestBody);
  const model = requireString(body, 'model');
  const messages = [{ role: 'user', content: readPrompt(body) }];
  refuseUnsupported(body, ['prompt', 'user'], neutral);
  const most = readInteger(body, 'max_tokens', answerLimit) ?? defaultTokens;
  return { model, question: { messages, max_completion_tokens: most, ...readSampling(body) }, ...readDelivery(body) };
}

function readPrompt(body: JsonObject): string {
  const { prompt } = body.fields;
  if (typeof prompt === 'string') return prompt;
  if (prompt === undefined || prompt === null) {
    throw badRequest(`Missing required parameter: 'prompt'.`, 'prompt', 'missing_required_parameter');
  }
  throw wrongType('prompt', 'a string', prompt);
}
