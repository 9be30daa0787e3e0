import assert from 'node:assert/strict';
import { failureLocations } from '../../../src/jobs/failureLocations.ts';

const told = (text: string): readonly string[] =>
  failureLocations(text).map(({ line, message }) => (message === undefined ? `${line}` : `${line}/${message}`));

describe('Places that a failure speaks of', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      "The job failed due to an invalid training file. Invalid file format. Example 100, message 2 Discriminator 'role' is missing in value",
      ['100/2'],
    ],
    [
      "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: Expecting ',' delimiter: line 1 column 79 (char 78) (line 1273)",
      ['1273'],
    ],
    [
      'This file failed moderation safety checks. The OpenAI Moderation API identifies fine tuning examples that violate our content policies. Flagged lines: 4, 13, 14, 18, 35 ...',
      ['4', '13', '14', '18', '35'],
    ],
    [
      'Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a dictionary (HINT: line starts with: "{...").',
      ['1'],
    ],
    ['Invalid file format. Example 1 contains an extra "weight".', ['1']],
    ["Invalid file format. Example 3 is missing key 'messages'", ['3']],
    ['Training file has 7 example(s), but must have at least 10 examples', []],
    ['Invalid file format. Unexpected file format, expected either prompt/completion pairs or chat messages.', []],
    ['Example 0 is odd', []],
  ];
  for (const [text, places] of cases) {
    it(`of "${text.slice(0, 60)}" are ${places.join(', ') || 'none'}`, () => {
      assert.deepEqual(told(text), places);
    });
  }
});
