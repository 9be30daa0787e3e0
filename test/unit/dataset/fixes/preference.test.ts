import assert from 'node:assert/strict';
import { fixesOf } from './support.ts';

const list = (text: string): string => `[{"role":"assistant","content":"${text}"}]`;
const input = '{"messages":[{"role":"user","content":"Hi"}]}';
const row = (members: string): string => `{${members}}`;
const good = row(`"input":${input},"preferred_output":${list('a')},"non_preferred_output":${list('b')}`);

describe('fixes of preference rows', () => {
  const cases: readonly (readonly [rule: string, row: string, fixed: string])[] = [
    ['dpo/legacy-key', good.replace('"preferred_output"', '"preferred_completion"'), good],
    ['dpo/unknown-key', row(`"input":${input},"chosen":"a","non_preferred_output":${list('b')}`), good],
    ['dpo/unknown-key', row(`"input":${input},"preferred_output":${list('a')},"rejected":${list('b')}`), good],
    ['dpo/unknown-key', row(`"score":1,${good.slice(1, -1)}`), good],
    ['dpo/input-not-object', good.replace(input, '[{"role":"user","content":"Hi"}]'), good],
    ['dpo/input-not-object', good.replace(input, '"Hi"'), good],
    ['dpo/output-not-array', good.replace(list('a'), list('a').slice(1, -1)), good],
    ['dpo/output-not-array', good.replace(list('b'), '"b"'), good],
    ['dpo/output-not-assistant', good.replace('"assistant","content":"b"', '"user","content":"b"'), good],
  ];
  for (const [rule, before, fixed] of cases) {
    it(`${rule}: ${before}`, () =>
      assert.deepEqual(fixesOf(before, rule, { format: 'preference' })[0]?.slice(1), [fixed]));
  }
});

describe('fixes of completions', () => {
  it('know other names of the completion', () => {
    const fixes = fixesOf('{"prompt":"a","response":"b"}', 'completion/missing-completion', { format: 'completions' });
    assert.deepEqual(fixes[0], ['Rename "response" to "completion"', '{"prompt":"a","completion":"b"}']);
  });
});

describe('fixes of reinforcement rows', () => {
  const start = '{"messages":[{"role":"user","content":"Hi"}';
  const options = { format: 'reinforcement' } as const;

  it('keep the answer at the end for the grader, or drop it', () => {
    const fixes = fixesOf(`${start},{"role":"assistant","content":"Ho\\u0021"}],"x":1}`, 'rft/last-not-user', options);
    assert.deepEqual(
      fixes.map(([, fixed]) => fixed),
      [`${start}],"x":1,"reference_answer":"Ho\\u0021"}`, `${start}],"x":1}`],
    );
  });

  it('give instructions the role they have there', () => {
    const system = '{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"x":1}';
    assert.deepEqual(fixesOf(system, 'rft/system-role', options)[0]?.slice(1), [system.replace('system', 'developer')]);
  });
});
