import assert from 'node:assert/strict';
import { markedIn } from '../support.ts';

const user = { role: 'user', content: 'Hi' };
const answer = { role: 'assistant', content: 'Hello' };
const tool = (name: unknown, parts: object = {}): object => ({ type: 'function', function: { name, ...parts } });

const marked = (row: object): string[] => markedIn({ messages: [user, answer], ...row });

describe('the tools of a row', () => {
  const cases: readonly (readonly [what: string, row: object, problems: readonly string[]])[] = [
    ['may be none', { tools: [] }, []],
    ['are a list', { tools: tool('f') }, [`tools/not-array ${JSON.stringify(tool('f'))}`]],
    ['are no null', { tools: null }, ['tools/not-array null']],
    ['are objects', { tools: ['f', []] }, ['tools/invalid-tool "f"', 'tools/invalid-tool []']],
    ['lack what they need once', { tools: [{}] }, ['tools/invalid-tool {']],
    ['have a type', { tools: [{ function: { name: 'f' } }] }, ['tools/invalid-tool {']],
    ['have a function', { tools: [{ type: 'function' }] }, ['tools/invalid-tool {']],
    ['have an object for it', { tools: [{ type: 'function', function: 'f' }] }, ['tools/invalid-tool "f"']],
    ['of another type are left alone', { tools: [{ type: 'x', function: 5 }] }, ['tools/invalid-tool "x"']],
    ['of type null are of another', { tools: [{ type: null }] }, ['tools/invalid-tool null']],
    ['have a name', { tools: [tool(undefined)] }, ['tools/missing-name {']],
    ['have one that is not empty', { tools: [tool('')] }, ['tools/missing-name ""']],
    ['have a text for it', { tools: [tool(5)] }, ['tools/missing-name 5']],
    ['have no spaces in it', { tools: [tool('a b')] }, ['tools/invalid-name "a b"']],
    ['have 64 characters in it', { tools: [tool('a'.repeat(64))] }, []],
    ['have no more in it', { tools: [tool('a'.repeat(65))] }, [`tools/invalid-name "${'a'.repeat(65)}"`]],
    ['have parameters in an object', { tools: [tool('f', { parameters: null })] }, ['tools/invalid-parameters null']],
    ['may have any object for them', { tools: [tool('f', { parameters: {} })] }, []],
    [
      'have objects for parameters',
      { tools: [tool('f', { parameters: { type: 'array' } })] },
      ['tools/invalid-parameters "array"'],
    ],
    ['differ in name', { tools: [tool('f'), tool('g'), tool('f')] }, ['tools/duplicate-name "f"']],
  ];
  for (const [what, row, problems] of cases) it(what, () => assert.deepEqual(marked(row), problems));

  it('are at most 128', () => {
    const many = (count: number): object => ({ tools: Array.from({ length: count }, (_, index) => tool(`f${index}`)) });
    assert.deepEqual(marked(many(128)), []);
    assert.deepEqual(marked(many(129)), ['tools/too-many "tools"']);
  });
});

describe('the functions of a row', () => {
  const deprecated = 'tools/deprecated-functions "functions"';
  const cases: readonly (readonly [what: string, row: object, problems: readonly string[]])[] = [
    ['are deprecated', { functions: [{ name: 'f' }] }, [deprecated]],
    ['are not none', { functions: [] }, [deprecated, 'tools/empty-functions []']],
    ['are a list', { functions: {} }, [deprecated, 'tools/not-array {}']],
    ['are objects', { functions: [5] }, [deprecated, 'tools/invalid-tool 5']],
    ['are not wrapped', { functions: [tool('f')] }, [deprecated, 'tools/missing-name {']],
    [
      'differ in name from tools',
      { tools: [tool('f')], functions: [{ name: 'f' }] },
      [deprecated, 'tools/duplicate-name "f"'],
    ],
  ];
  for (const [what, row, problems] of cases) it(what, () => assert.deepEqual(marked(row), problems));
});

describe('parallel_tool_calls', () => {
  const cases: readonly (readonly [row: object, problems: readonly string[]])[] = [
    [{ parallel_tool_calls: true }, ['tools/parallel-without-tools "parallel_tool_calls"']],
    [{ parallel_tool_calls: 'true' }, ['tools/invalid-parallel "true"']],
    [{ parallel_tool_calls: null }, ['tools/invalid-parallel null']],
    [{ parallel_tool_calls: false, tools: [] }, []],
    [
      { parallel_tool_calls: true, functions: [{ name: 'f' }] },
      ['tools/parallel-without-tools "parallel_tool_calls"', 'tools/deprecated-functions "functions"'],
    ],
  ];
  for (const [row, problems] of cases) {
    it(`${JSON.stringify(row)}: ${problems.join() || 'nothing'}`, () => assert.deepEqual(marked(row), problems));
  }
});
