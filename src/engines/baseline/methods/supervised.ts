import { readRow, type TrainingMessage } from '../conversation.ts';
import type { Learner } from '../learner.ts';
import type { LanguageModel } from '../model.ts';
import type { Breathe } from '../pause.ts';
import { readMessage, readPrompt, type ReadMessage } from '../prompt.ts';
import { inParts, type Answer, type Part, type Score } from '../scorer.ts';
import { settle } from '../settings.ts';
import { Tally } from '../tally.ts';
import { answerTo } from './answer.ts';
import type { Method, Objective } from './method.ts';

/** One row: the answers to learn from it. Never empty. */
export type Example = readonly Answer[];

/** Learns to give the answers of the rows: the loss is their mean negative log-likelihood. */
export const supervised: Method<Example> = {
  exampleName: 'assistant message',
  look: (row, where) => [...toLearn(readRow(row, where))].map(({ features, text }) => ({ features, texts: [text] })),
  read(row, where, model) {
    const example = toExample(readRow(row, where), model);
    return example.length > 0 ? example : undefined;
  },
  settle,
  begin: ({ learner }) => objective(learner),
};

/** Every learned message of a conversation with everything before it. */
export function toExample(messages: readonly TrainingMessage[], model: LanguageModel): Example {
  return Array.from(toLearn(messages), ({ features, text }) => answerTo(features, text, model));
}

function* toLearn(
  messages: readonly TrainingMessage[],
): Generator<{ features: ReadonlyMap<number, number>; text: string }> {
  const before: ReadMessage[] = [];
  for (const message of messages) {
    if (message.isLearned) yield { features: readPrompt(before), text: message.content };
    before.push(readMessage(message));
  }
}

function objective(learner: Learner): Objective<Example> {
  const learnAnswer = (answer: Answer, part: Part): Score => learner.accumulate(answer, 1, part);
  const scoreAnswer = (answer: Answer, part: Part): Score => learner.score(answer, part);
  return {
    async learn(batch, _step, breathe) {
      const { loss, accuracy, tokens } = await tally(batch, learnAnswer, breathe);
      return { metrics: { train_loss: loss, train_mean_token_accuracy: accuracy }, tokens };
    },
    async measure(examples, scope, _step, breathe) {
      const { loss, accuracy } = await tally(examples, scoreAnswer, breathe);
      return { [`${scope}_loss`]: loss, [`${scope}_mean_token_accuracy`]: accuracy };
    },
  };
}

async function tally(
  examples: readonly Example[],
  read: (answer: Answer, part: Part) => Score,
  breathe: Breathe,
): Promise<Tally> {
  const sum = new Tally();
  for (const example of examples) {
    for (const answer of example) sum.add(await inParts(answer, (part) => read(answer, part), breathe));
    await breathe();
  }
  return sum;
}
