import assert from 'node:assert/strict';
import { templatesOf, type Template } from '../../../src/graders/templates.ts';

const broken: Template = { type: 'broken' };
const variable = (namespace: string, ...path: [string, ...string[]]): Template => ({
  type: 'variable',
  namespace,
  path,
});

describe('the templates of a text', () => {
  const cases: readonly (readonly [text: string, templates: readonly Template[]])[] = [
    ['', []],
    ['no braces, { one } and a stray }}', []],
    ['{{item.a}}', [variable('item', 'a')]],
    ['{{ item.a }} and {{\tsample.output_text\n}}', [variable('item', 'a'), variable('sample', 'output_text')]],
    ['{{sample.output_tools[0].function.name}}', [variable('sample', 'output_tools', '0', 'function', 'name')]],
    ['{{sample.choices[0]}}', [variable('sample', 'choices', '0')]],
    [`{{item['a b'].c}}`, [variable('item', 'a b', 'c')]],
    ['{{item["a"]}}', [variable('item', 'a')]],
    ['{{item.größe-2}}', [variable('item', 'größe-2')]],
    ['{"n": {{item.n}}}', [variable('item', 'n')]],
    ['{{{item.n}}}', [variable('item', 'n')]],
    ['{{other.a}}', [variable('other', 'a')]],
    ['{{}}', [broken]],
    ['{{item}}', [broken]],
    ['{{item.}}', [broken]],
    ['{{.a}}', [broken]],
    ['{{item.a b}}', [broken]],
    ['{{item..a}}', [broken]],
    ['{{item[a]}}', [broken]],
    ['{{ {{item.a}}', [broken]],
    ['{{item.a', [broken]],
    ['{{item.a}', [broken]],
    ['{{item.a}} {{item.b', [variable('item', 'a'), broken]],
  ];
  for (const [text, templates] of cases) {
    it(`${JSON.stringify(text)}: ${templates.map(({ type }) => type).join(', ') || 'none'}`, () => {
      const found = templatesOf(text);
      assert.deepEqual(
        found.map(({ template }) => template),
        templates,
      );
      for (const { start, end } of found) assert.match(text.slice(start, end), /^\{\{/);
    });
  }
});
