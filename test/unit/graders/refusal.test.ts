import assert from 'node:assert/strict';
import { graderRefusal } from '../../../src/graders/refusal.ts';

describe('graders that cannot run here', () => {
  const refused: readonly (readonly [grader: object, reason: RegExp])[] = [
    [{ type: 'python', source: '' }, /^python graders .* foreign code safely\. Use string_check/],
    [{ type: 'score_model' }, /^score_model graders .* no model .* Use/],
    [{ type: 'label_model' }, /^label_model graders .* no model .* Use/],
    [{ type: 'text_similarity', evaluation_metric: 'cosine' }, /cosine .* embedding model\. Use/],
    [{ type: 'multi', graders: { a: { type: 'string_check' }, b: { type: 'python' } } }, /^python/],
  ];
  for (const [grader, reason] of refused) {
    it(`${JSON.stringify(grader)} is refused with a sentence`, () => assert.match(graderRefusal(grader) ?? '', reason));
  }

  const taken: readonly unknown[] = [
    { type: 'string_check' },
    { type: 'text_similarity', evaluation_metric: 'bleu' },
    { type: 'multi', graders: { a: { type: 'string_check' } } },
    { type: 'constructor' },
    'no grader',
  ];
  for (const grader of taken) {
    it(`${JSON.stringify(grader)} is not`, () => assert.equal(graderRefusal(grader), undefined));
  }
});
