import type { CompletionRequest } from '../engine.ts';
import { AnswerText } from './answerText.ts';
import type { LanguageModel } from './model.ts';
import { Predictor } from './predictor.ts';
import { readMessage, readPrompt } from './prompt.ts';
import { createRandom } from './random.ts';
import { drawAnswer } from './sampling.ts';
import { endToken } from './vocabulary.ts';

export interface Completion {
  readonly finish_reason: 'stop' | 'length';
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

const defaultTokens = 256;

/**
 * Answers a conversation: yields the text of each token ('' where nothing new is certain), returns how it ended. The end
 * token counts as one of the completion's tokens, as it does in training.
 * @param seed for requests that bring none
 */
export function* generate(
  model: LanguageModel,
  request: Omit<CompletionRequest, 'id'>,
  seed: number,
): Generator<string, Completion> {
  const random = createRandom(request.seed ?? seed);
  const text = new AnswerText(request.stop ?? []);
  const prompt = model.rarity.weigh(readPrompt(request.messages.map(readMessage)));
  const sampling = { temperature: request.temperature ?? 1, topP: request.top_p ?? 1 };
  const most = request.max_completion_tokens ?? defaultTokens;
  let reason: Completion['finish_reason'] = 'length';
  let completion_tokens = 0;
  for (const token of drawAnswer(new Predictor(model), prompt, sampling, most, random)) {
    completion_tokens++;
    if (token !== endToken) yield text.add(model.vocabulary.bytesOf(token));
    if (token === endToken || text.isStopped) {
      reason = 'stop';
      break;
    }
  }
  yield text.end();
  const prompt_tokens = request.messages.reduce((sum, { content }) => sum + model.vocabulary.encode(content).length, 0);
  return {
    finish_reason: text.isStopped ? 'stop' : reason,
    usage: { prompt_tokens, completion_tokens },
  };
}
