import assert from 'node:assert/strict';
import { markedIn } from '../support.ts';

describe('a completions row', () => {
  const cases: readonly (readonly [row: string, problems: readonly string[]])[] = [
    ['{"prompt":"a","completion":"b"}', []],
    ['{"prompt":"","completion":"b"}', []],
    ['{"completion":"b"}', ['completion/missing-prompt {']],
    ['{"prompt":"a"}', ['completion/missing-completion {']],
    ['{"text":"a"}', ['completion/missing-completion {', 'completion/missing-prompt {']],
    ['{"prompt":null,"completion":["b"]}', ['completion/invalid-type null', 'completion/invalid-type ["b"]']],
    ['{"prompt":"a","completion":" \\n"}', ['completion/empty-completion " \\n"']],
    ['{"prompt":"a","completion":"b","id":1}', ['completion/unknown-key "id"']],
    ['{"messages":[]}', ['file/mixed-formats "messages"']],
  ];
  for (const [row, problems] of cases) {
    it(`${row}: ${problems.join() || 'nothing'}`, () => {
      assert.deepEqual(markedIn(row, { format: 'completions' }), problems);
    });
  }
});
