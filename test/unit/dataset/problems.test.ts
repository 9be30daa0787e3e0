import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemMessage } from '../../../src/dataset/messages.ts';
import { compareProblems, inRow, rowProblem, ruleAnchor, ruleIds } from '../../../src/dataset/problems.ts';
import { ruleDoc } from '../../../src/dataset/ruleDocs.ts';
import { rulesPage } from '../../../src/dataset/rulesPage.ts';
import { chatRow, chatRows, sessionOf } from './support.ts';

describe('docs/rules.md', () => {
  it('begins with what node scripts/rulesDoc.mjs writes on datasets', () => {
    const path = join(import.meta.dirname, '../../../docs/rules.md');
    const page = rulesPage();
    assert.equal(readFileSync(path, 'utf8').slice(0, page.length), page);
  });

  it('has a heading for every rule, whose anchor is made as Markdown viewers make it', () => {
    const headings = [...rulesPage().matchAll(/^### (.*)$/gm)].map(([, title = '']) => title);
    assert.deepEqual([...headings].sort(), [...ruleIds].sort());
    for (const rule of ruleIds) {
      // Viewers keep letters, digits, - and _ of a heading.
      assert.equal(ruleAnchor(rule), rule.replaceAll(/[^a-z0-9_-]/g, ''));
    }
    assert.equal(new Set(ruleIds.map(ruleAnchor)).size, ruleIds.length);
  });

  it('has whole sentences', () => {
    for (const rule of ruleIds) {
      const { what, why, fix, source } = ruleDoc(rule);
      for (const text of [what, why, fix, source]) assert.match(text, /^[A-Z0-9`].*[.:]$/, rule);
    }
  });
});

describe('the message of a problem', () => {
  const messagesOf = (...rows: readonly string[]): string[] => sessionOf(rows.join('\n')).problems.map(problemMessage);
  const dozen = Array<string>(12).fill(chatRow());
  const inDataset = (row: string): string | undefined => messagesOf(...dozen, row).at(-1);

  it('is a sentence for every rule', () => {
    for (const rule of ruleIds) {
      assert.match(problemMessage(inRow(rowProblem(rule, 0, 1, { token: 'x' }), 0)), /^['A-Za-z0-9].*\.$/, rule);
    }
  });

  const cases: readonly (readonly [row: string, message: string])[] = [
    [chatRow({ role: 'human' }), 'Unknown role human.'],
    [chatRow({ role: 1 }), 'Unknown role 1.'],
    [chatRow({ role: null }), 'Unknown role null.'],
    [chatRow({ role: { a: 1 } }), 'Unknown role {…}.'],
    [chatRow({ role: 'x'.repeat(100) }), `Unknown role ${'x'.repeat(40)}….`],
    ['{"a": }', 'Unexpected }.'],
    ['{"prompt":"a"}', 'This line is completions data in a chat file.'],
    ['{\n"a": 1\n}', 'Example spans lines 13–15; must be on one line.'],
    [
      chatRow({ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'a', x: 1 }),
      'Unexpected key in an assistant message.',
    ],
  ];
  for (const [row, message] of cases) {
    it(`of ${row.slice(0, 40)}: ${message.slice(0, 50)}`, () => assert.equal(inDataset(row), message));
  }

  it('counts the examples of a short file', () => {
    assert.deepEqual(messagesOf(...chatRows(2)), ['2 examples found; fine-tuning needs at least 10.']);
    assert.deepEqual(messagesOf(chatRow()), ['1 example found; fine-tuning needs at least 10.']);
  });
});

describe('problems', () => {
  it('are ordered by row, start, end and rule', () => {
    const list = [
      inRow(rowProblem('json/syntax', 1, 2), 1),
      inRow(rowProblem('json/nan', 1, 2), 1),
      inRow(rowProblem('json/nan', 1, 1), 1),
      inRow(rowProblem('json/nan', 0, 9), 1),
      inRow(rowProblem('json/nan', 5, 9), 0),
    ];
    assert.deepEqual([...list].sort(compareProblems), list.reverse());
  });
});
