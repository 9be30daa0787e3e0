import assert from 'node:assert/strict';
import { readEngines } from '../../../src/common/engineSettings.ts';

const engine = {
  name: 'tiny',
  command: ['python3', '/engines/tiny.py'],
  models: ['tiny-1', 'org/tiny-2'],
  methods: ['supervised', 'dpo'],
};

const nameRule = '"name" must have 1 to 64 letters, digits, ".", "_" and "-", a letter or digit first.';
const commandRule = '"command" must be a list of texts, the program first: ["python3", "/path/to/engine.py"].';
const modelRule = '"models" must list one or more ids of 1 to 64 letters, digits, ".", "_", "/" and "-": ["my-model"].';
const methodRule = '"methods" must list one or more of supervised, dpo, reinforcement.';
const pathRule = 'the program in "command" must be a full path, or a name that is found on the PATH.';

describe('readEngines', () => {
  it('takes engines as they are', () => {
    const windows = { ...engine, name: 'w', command: ['C:\\Python\\python.exe'], models: ['w-1'] };
    assert.deepEqual(readEngines([engine, windows]), { engines: [engine, windows], problems: [] });
    assert.deepEqual(readEngines([]), { engines: [], problems: [] });
  });

  it('wants a list', () => {
    const problems = ['The engines must stand in a list: [{...}, {...}].'];
    assert.deepEqual(readEngines({ tiny: engine }), { engines: [], problems });
  });

  const broken: readonly (readonly [change: object, problem: string])[] = [
    [{ name: undefined }, nameRule],
    [{ name: '../evil' }, nameRule],
    [{ name: 'Finetune-Workbench' }, '"name" is taken by another engine; choose another one.'],
    [{ command: 'python3 tiny.py' }, commandRule],
    [{ command: [] }, commandRule],
    [{ command: ['python3', 3] }, commandRule],
    [{ command: ['a\0'] }, '"command" must not hold the character U+0000.'],
    [{ command: [' '] }, '"command" must begin with the name or path of a program.'],
    [{ command: ['./tiny'] }, pathRule],
    [{ command: ['venv\\python.exe'] }, pathRule],
    [{ models: [] }, modelRule],
    [{ models: ['ft:tiny'] }, modelRule],
    [{ models: ['baseline-1'] }, 'the model "baseline-1" is named twice; each belongs to one engine.'],
    [{ models: ['a', 'b', 'a'] }, 'the model "a" is named twice; each belongs to one engine.'],
    [{ methods: ['lora'] }, methodRule],
    [{ methods: undefined }, methodRule],
    [{ comand: [] }, '"comand" is not a member of an engine; those are name, command, models, methods.'],
  ];
  for (const [change, problem] of broken) {
    it(`says what is wrong with ${JSON.stringify(change)}`, () => {
      const { engines, problems } = readEngines([{ ...engine, ...change }]);
      assert.deepEqual(engines, []);
      assert.equal(problems.length, 1);
      assert.ok(problems[0]?.startsWith('Engine 1'));
      assert.ok(problems[0]?.endsWith(`: ${problem}`), problems[0]);
    });
  }

  it('says all that is wrong, and with which engine, and keeps the others', () => {
    const { engines, problems } = readEngines([7, { ...engine, models: 1, methods: [] }, engine, engine]);
    assert.deepEqual(engines, [engine]);
    assert.deepEqual(problems, [
      'Engine 1: must be an object with name, command, models and methods.',
      `Engine 2 ("tiny"): ${modelRule}`,
      `Engine 2 ("tiny"): ${methodRule}`,
      'Engine 4 ("tiny"): "name" is taken by another engine; choose another one.',
      'Engine 4 ("tiny"): the model "tiny-1" is named twice; each belongs to one engine.',
      'Engine 4 ("tiny"): the model "org/tiny-2" is named twice; each belongs to one engine.',
    ]);
  });
});
